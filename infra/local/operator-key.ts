import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { FULL_ACCESS_ID } from '../../shared/domain/access/role.ts';
import { formatSecretKey } from '../../shared/domain/access/secret-key.ts';
import type { ApiKeyItem } from '../../shared/table/entities/access/access.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';
import { createStore } from '../../shared/table/store.ts';
import { clientConfig } from './aws/client.ts';

const keyID = 1;

/** A new operator key's whole text. */
export const newOperatorKey = (): string =>
  formatSecretKey(keyID, OPERATOR, randomUUID(), randomBytes(32).toString('base64url'));

/** Where to write, and which region the SDK is to name. */
export interface TablePlace {
  readonly endpoint: string;
  readonly region: string;
  readonly table: string;
}

/** The one write that no API offers: who may write the table may be the operator. The table keeps a hash. */
export async function admitOperator(place: TablePlace, secretKey: string, now: number): Promise<void> {
  const client = new DynamoDBClient(clientConfig(place.endpoint, place.region));
  const store = createStore(DynamoDBDocumentClient.from(client), place.table, () => now);
  const item: ApiKeyItem = {
    ...keys.apiKey(OPERATOR, keyID),
    kind: 'apikey',
    ID: keyID,
    keyName: 'One machine',
    roleID: FULL_ACCESS_ID,
    active: true,
    created: now,
    secretHash: createHash('sha256').update(secretKey).digest('hex'),
  };
  await store.put(item);
  client.destroy();
}
