import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { freePort } from '../../infra/local/free-port.ts';
import { createStore, type Store } from '../../shared/table/store.ts';

/** A real table for one test file: DynamoDB's wire protocol on SQLite in memory, gone afterwards. */
export interface TestTable {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** `now` can be set by the test: what has passed its end of life must not be read. */
  readonly storeAt: (now: () => number) => Store;
  readonly store: Store;
  /** Everything in the table, by key: what a refused request left must equal what it found. */
  readonly dump: () => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

export const TABLE = 'test-table';

export const startTable = async (): Promise<TestTable> => {
  const port = await freePort();
  const binary = join(
    dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')),
    'dynoxide',
  );
  const server = spawn(binary, ['--port', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 8,
  });
  await createTable(client);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const storeAt = (now: () => number): Store => createStore(documents, TABLE, now);
  return {
    endpoint,
    client,
    storeAt,
    store: storeAt(Date.now),
    dump: () => dump(documents),
    stop: () => stop(client, server),
  };
};

const createTable = async (client: DynamoDBClient): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    try {
      await client.send(
        new CreateTableCommand({
          TableName: TABLE,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        }),
      );
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

const dump = async (client: DynamoDBDocumentClient): Promise<Record<string, unknown>> => {
  const found: [string, unknown][] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE, ConsistentRead: true })) {
    found.push(...Items.map((item): [string, unknown] => [`${item.pk} ${item.sk}`, item]));
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
};

const stop = async (client: DynamoDBClient, server: ChildProcess): Promise<void> => {
  client.destroy();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
};
