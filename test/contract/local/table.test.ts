import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMachine } from '../../../infra/local/machine.ts';
import { shardReader, shardsInOrder } from '../../../infra/local/stream/shards.ts';
import { createTable, streamArn } from '../../../infra/local/table/create.ts';
import { type Dynoxide, startDynoxide } from '../../../infra/local/table/dynoxide.ts';
import { streamRecords } from '../../../infra/local/table/stream-records.ts';
import { writeTinyApp } from './support/tiny-app.ts';
import { client } from './support/tiny-machine.ts';

let dir = '';
let database: Dynoxide;
let table: DynamoDBClient;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'table-'));
  database = await startDynoxide(join(dir, 'table'));
  table = new DynamoDBClient(client(database.endpoint));
});
afterEach(async () => {
  await database.stop();
  rmSync(dir, { recursive: true, force: true });
});

const put = (name: string, sk: string) =>
  table.send(
    new PutItemCommand({
      TableName: name,
      Item: { pk: { S: 't' }, sk: { S: sk }, kind: { S: 'seen' } },
    }),
  );

describe('the stream’s records', () => {
  it('are cut behind what was worked on, while the stream goes on without a gap', async () => {
    await createTable(table, {
      name: 'plane',
      arn: 'arn',
      keySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      attributes: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      streamView: 'NEW_AND_OLD_IMAGES',
    });
    for (let i = 1; i <= 300; i++) await put('plane', `before-${i}`);
    const streams = new DynamoDBStreamsClient(client(database.endpoint));
    const arn = await streamArn(table, 'plane');
    const [shard] = await shardsInOrder(streams, arn);
    const read = async (after?: string) =>
      (await shardReader(streams, arn, shard?.ShardId ?? '', after).read(1_000)).records;
    const all = await read();
    expect(all).toHaveLength(300);
    const at = (i: number): string => all[i]?.dynamodb?.SequenceNumber ?? '';

    const records = streamRecords(database.file);
    expect(records.prune('plane', BigInt(at(149)))).toBe(150);
    expect(records.prune('another', BigInt(at(299)))).toBe(0);
    // However far the consumer is, the newest hundred stay: the next number is made from them.
    expect(records.prune('plane', BigInt(at(299)))).toBe(50);
    records.close();

    for (let i = 1; i <= 3; i++) await put('plane', `after-${i}`);
    const next = await read(at(299));
    expect(next.map(({ dynamodb }) => dynamodb?.Keys?.sk?.S)).toEqual(['after-1', 'after-2', 'after-3']);
    const numbers = [...all.slice(200), ...next].map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0));
    expect(numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0n))).toBe(true);
  });
});

describe('a machine with another DynamoDB', () => {
  it('keeps its table there, follows its stream, and leaves it running', async () => {
    writeTinyApp(join(dir, 'cdk.out'), join(dir, 'out'));
    const reports: string[] = [];
    const machine = await startMachine({
      dataDir: join(dir, 'data'),
      cdkOut: join(dir, 'cdk.out'),
      port: 0,
      dynamodbEndpoint: database.endpoint,
      report: (message) => {
        reports.push(message);
      },
    });
    try {
      expect(machine.endpoints.DYNAMODB).toBe(database.endpoint);
      await put('data-Table', 'there');
      const noted = join(dir, 'out', 'streamer');
      await vi.waitUntil(() => existsSync(noted) && readFileSync(noted, 'utf8').includes('"there"'), 10_000);
    } finally {
      await machine.stop();
    }
    await put('data-Table', 'later');
    expect(reports).toEqual([]);
  });
});
