import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Endpoints } from '../../../infra/local/lambda/environment.ts';
import { writeTinyApp } from './support/tiny-app.ts';
import { client } from './support/tiny-machine.ts';

interface Child {
  readonly process: ChildProcess;
  readonly endpoints: Endpoints;
  readonly urls: Readonly<Record<string, string>>;
  readonly load: string;
}

let dir = '';
let child: Child;

async function start(): Promise<Child> {
  const script = join(import.meta.dirname, 'support', 'machine-child.ts');
  const process = fork(script, [join(dir, 'data'), join(dir, 'cdk.out')], { stdio: 'inherit' });
  const [facts] = await once(process, 'message');
  return { ...(facts as Omit<Child, 'process'>), process };
}

async function kill(): Promise<void> {
  const exit = once(child.process, 'exit');
  child.process.kill('SIGKILL');
  await exit;
}

const databasePid = (): number => Number(readFileSync(join(dir, 'data', 'table', 'pid'), 'utf8'));
/** One that only waits to be reaped has no command line any more. */
const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kill-'));
  writeTinyApp(join(dir, 'cdk.out'), join(dir, 'out'));
  child = await start();
});
afterEach(async () => {
  await kill();
  await vi.waitUntil(() => !runs(databasePid()));
  rmSync(dir, { recursive: true, force: true });
});

/** Writes as fast as it is answered until the machine is gone; returns what was answered. */
async function writer(name: string, write: (id: string) => Promise<unknown>): Promise<string[]> {
  const answered: string[] = [];
  try {
    for (let i = 0; ; i++) {
      await write(`${name}-${i}`);
      answered.push(`${name}-${i}`);
    }
  } catch {
    return answered;
  }
}

const once_ = { maxAttempts: 1 };

function writers(): Promise<string[]>[] {
  const { endpoints, load } = child;
  const table = new DynamoDBClient({ ...client(endpoints.DYNAMODB), ...once_ });
  const queue = new SQSClient({ ...client(endpoints.SQS), ...once_ });
  const bucket = new S3Client({ ...client(endpoints.S3), ...once_ });
  const put = (id: string) =>
    table.send(
      new PutItemCommand({
        TableName: 'data-Table',
        Item: { pk: { S: 't' }, sk: { S: id }, kind: { S: 'seen' } },
      }),
    );
  return [
    ...['item-a', 'item-b', 'item-c'].map((name) => writer(name, put)),
    writer('message', (id) => queue.send(new SendMessageCommand({ QueueUrl: load, MessageBody: id }))),
    writer('object', (Key) => bucket.send(new PutObjectCommand({ Bucket: 'tiny-bucket', Key, Body: Key }))),
  ];
}

async function items(): Promise<string[]> {
  const table = new DynamoDBClient(client(child.endpoints.DYNAMODB));
  const found: string[] = [];
  for await (const page of paginateScan({ client: table }, { TableName: 'data-Table' })) {
    found.push(...(page.Items ?? []).map(({ sk }) => sk?.S ?? ''));
  }
  return found;
}

async function messages(): Promise<string[]> {
  const queue = new SQSClient(client(child.endpoints.SQS));
  const found: string[] = [];
  for (;;) {
    const input = { QueueUrl: child.load, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
    const { Messages = [] } = await queue.send(new ReceiveMessageCommand(input));
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body }) => Body ?? ''));
  }
}

async function objects(): Promise<string[]> {
  const bucket = new S3Client(client(child.endpoints.S3));
  const { Contents = [] } = await bucket.send(
    new ListObjectsV2Command({ Bucket: 'tiny-bucket', MaxKeys: 1_000 }),
  );
  return Contents.map(({ Key }) => Key ?? '');
}

const streamed = (): Set<string> => {
  const file = join(dir, 'out', 'streamer');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  type Line = { dynamodb: { Keys: { sk: { S: string } } } }[];
  return new Set(
    lines.flatMap((line) => (JSON.parse(line) as Line).map((record) => record.dynamodb.Keys.sk.S)),
  );
};

describe('a machine that is killed', () => {
  it('has lost nothing it acknowledged, and hands every change to the stream’s function', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 2; round++) {
      const running = writers();
      await sleep(400 + Math.random() * 400);
      const database = databasePid();
      await kill();
      acknowledged.push(...(await Promise.all(running)).flat());
      await vi.waitUntil(() => !runs(database));
      const before = new Set(await restarted());
      const lost = acknowledged.filter((id) => !before.has(id));
      expect(lost).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThan(50);
    const stored = await items();
    await vi.waitUntil(() => stored.every((id) => streamed().has(id)), { timeout: 30_000, interval: 200 });
  });

  it('answers at the same addresses again', async () => {
    const { urls } = child;
    await kill();
    child = await start();
    expect(child.urls).toEqual(urls);
  });
});

async function restarted(): Promise<string[]> {
  child = await start();
  return [...(await items()), ...(await messages()), ...(await objects())];
}
