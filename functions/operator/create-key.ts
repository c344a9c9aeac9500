/**
 * Makes an operator key and prints it, once: `npm run operator-key -- --table NAME [--name WHO]`, with the AWS
 * credentials and region of the environment. Whoever may write the table may be the operator, so this needs no
 * right of its own; keys are how the operator's routes are called from then on.
 */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { newOperatorKey } from '../../shared/http/mint-key.ts';
import { absent } from '../../shared/table/condition.ts';
import { nextKeyID } from '../../shared/table/entities/access/access.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { OPERATOR } from '../../shared/table/keys.ts';
import { createStore } from '../../shared/table/store.ts';

const { values } = parseArgs({
  options: { table: { type: 'string' }, name: { type: 'string', default: 'Operator' } },
});
if (!values.table) {
  console.error('Say which table: npm run operator-key -- --table NAME [--name WHO]');
  process.exit(2);
}

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});
const store = createStore(documents, values.table, Date.now);

/** A key that was put without the counter (one machine's first) makes the next id taken: go on to the one after. */
const create = async (keyName: string): Promise<string> => {
  for (;;) {
    const now = Date.now();
    const { item, secretKey } = newOperatorKey(await nextKeyID(store, OPERATOR), keyName, now);
    const entry = trail(OPERATOR, {
      at: now,
      action: 'operator-key-created',
      target: `apikey-${item.ID}`,
      by: { kind: 'system', name: 'deployment' },
      detail: keyName,
    });
    if ((await store.transact([{ put: item, if: absent('pk') }, { put: entry }])).ok) return secretKey;
  }
};

console.log(await create(values.name));
