import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { context, quietLogger } from '../../test/support/call.ts';
import { consumeQueue, consumeStream } from './consume.ts';

const message = (messageId: string, body: string) => ({ messageId, body }) as SQSRecord;

it('works each message on its own and names those that failed', async () => {
  const worked: number[] = [];
  const handler = consumeQueue(quietLogger(), z.object({ n: z.number() }), async ({ n }) => {
    if (n === 2) throw new Error('two');
    worked.push(n);
  });
  const Records = [
    message('a', '{"n":1}'),
    message('b', '{"n":2}'),
    message('c', 'not json'),
    message('d', '{"n":"of another shape"}'),
    message('e', '{"n":5}'),
  ];
  expect(await handler({ Records }, context())).toEqual({
    batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }, { itemIdentifier: 'd' }],
  });
  expect(worked).toEqual([1, 5]);
});

it('names records of a stream by their sequence number, and keeps their order', async () => {
  const seen: (string | undefined)[] = [];
  const handler = consumeStream(quietLogger(), async (record) => {
    seen.push(record.eventID);
    if (record.eventID === 'poison') throw new Error('poison');
  });
  const Records = ['first', 'poison', 'last'].map(
    (eventID, i) => ({ eventID, dynamodb: { SequenceNumber: String(i) } }) as DynamoDBRecord,
  );
  expect(await handler({ Records }, context())).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(seen).toEqual(['first', 'poison', 'last']);
});
