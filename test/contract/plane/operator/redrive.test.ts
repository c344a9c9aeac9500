import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findDeadLetters, moveDeadLetters } from '../../../../functions/operator/move-dead-letters.ts';
import { startTestQueues, type TestQueues } from '../../../support/queues.ts';

const run = promisify(execFile);
const region = 'us-east-1';
let services: TestQueues;
let sqs: SQSClient;
let name: string;
let queue: string;
let dead: string;
let count = 0;

beforeAll(async () => {
  services = await startTestQueues();
  ({ sqs } = services);
});
afterAll(() => services.stop());

const make = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
const put = (QueueUrl: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const bodies = async (QueueUrl: string): Promise<string[]> => {
  const taken = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return (taken.Messages ?? []).map(({ Body = '' }) => Body).sort();
};

beforeEach(async () => {
  name = `work${++count}`;
  dead = await make(`${name}-dead`);
  const deadLetterTargetArn = `arn:aws:sqs:${region}:000000000000:${name}-dead`;
  queue = await make(name, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 }) });
});

const found = async () => {
  const letters = await findDeadLetters(sqs, name);
  if (!letters.ok) throw new Error(letters.message);
  return letters.value;
};

describe('the command', () => {
  const redrive = (...args: string[]) =>
    run(process.execPath, ['--no-warnings', 'functions/operator/redrive.ts', ...args], {
      env: {
        ...process.env,
        AWS_ENDPOINT_URL_SQS: services.endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    });

  test('puts every dead letter back and prints it', async () => {
    const all = Array.from({ length: 12 }, (_, n) => `{"n":${n}}`);
    for (const body of all) await put(dead, body);
    const { stdout, stderr } = await redrive(name);
    expect(stdout.trim().split('\n').sort()).toEqual([...all].sort());
    expect(stderr).toContain('12 messages are back');
    expect(await bodies(dead)).toEqual([]);
    expect(await bodies(queue)).toHaveLength(10);
  });

  test.each([[[]], [['a', 'b']], [['a', '--most', '0']], [['a', '--most', 'x']]])(
    'says how it is used: %j',
    async (args) => {
      await expect(redrive(...args)).rejects.toMatchObject({ code: 2 });
    },
  );

  test('names a queue that is not there', async () => {
    await expect(redrive('none')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('none') });
  });
});

test('a queue is found by its address too; dead letters have none of their own', async () => {
  expect(await findDeadLetters(sqs, queue)).toEqual(await findDeadLetters(sqs, name));
  expect(await findDeadLetters(sqs, dead)).toMatchObject({ ok: false, kind: 'invalid' });
});

test('no more move than were asked for', async () => {
  for (const body of ['a', 'b', 'c']) await put(dead, body);
  expect(await moveDeadLetters(sqs, await found(), 2)).toBe(2);
  expect(await bodies(queue)).toHaveLength(2);
  expect(await bodies(dead)).toHaveLength(1);
});

test('a letter that the queue does not take stays', async () => {
  await put(dead, 'kept');
  const letters = await found();
  const gone = { ...letters, queueUrl: `${letters.queueUrl}-gone` };
  await expect(moveDeadLetters(sqs, gone, 1)).rejects.toThrow();
  const counts = services.endpoint;
  const shown = await (await fetch(`${counts}/_fauxqs/queues/${name}-dead`)).text();
  expect(shown).toContain('kept');
});
