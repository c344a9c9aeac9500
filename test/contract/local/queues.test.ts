import { GetObjectCommand, PutObjectCommand, S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { client, type TinyMachine, tinyMachine } from './support/tiny-machine.ts';

let tiny: TinyMachine;
beforeAll(async () => {
  tiny = await tinyMachine();
});
afterAll(() => tiny.stop());

interface Noted {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
  readonly messageAttributes: Readonly<Record<string, { readonly stringValue?: string }>>;
  readonly eventSource: string;
  readonly eventSourceARN: string;
}

const urlOf = (name: string): string =>
  tiny.machine.parts.queues.find((queue) => queue.name.endsWith(name))?.url ?? '';

const sqs = (): SQSClient => new SQSClient(client(tiny.machine.endpoints.SQS));

const received = async (name: string): Promise<string[]> => {
  const input = { QueueUrl: urlOf(name), WaitTimeSeconds: 1, MaxNumberOfMessages: 10 };
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(input));
  return Messages.map((message) => message.Body ?? '');
};

describe('queues of the template', () => {
  it('bring their messages to the function as Lambda would', async () => {
    const MessageAttributes = { why: { DataType: 'String', StringValue: 'because' } };
    const message = { QueueUrl: urlOf('Jobs'), MessageBody: 'hello', MessageAttributes };
    const { MessageId } = await sqs().send(new SendMessageCommand(message));
    const noted = await vi.waitUntil(
      () => tiny.noted<Noted>('worker').find(({ body }) => body === 'hello'),
      5_000,
    );
    expect(noted).toMatchObject({
      messageId: MessageId,
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { why: { stringValue: 'because', dataType: 'String' } },
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-test-1:000000000000:work-Jobs',
    });
  });

  it('bring back only what the function names as failed, and move it aside after the allowed receives', async () => {
    const Entries = ['fine-1', 'poison-1', 'fine-2', 'poison-2'].map((body, i) => ({
      Id: `m${i}`,
      MessageBody: body,
    }));
    await sqs().send(new SendMessageBatchCommand({ QueueUrl: urlOf('Jobs'), Entries }));
    const dead = new Set<string>();
    await vi.waitUntil(
      async () => {
        for (const body of await received('Dead')) dead.add(body);
        return dead.size === 2;
      },
      { timeout: 15_000 },
    );
    expect([...dead].sort()).toEqual(['poison-1', 'poison-2']);
    const times = (body: string): number =>
      tiny.noted<Noted>('worker').filter((record) => record.body === body).length;
    expect(Entries.map(({ MessageBody }) => times(MessageBody))).toEqual([1, 2, 1, 2]);
  });

  it('keep messages over a restart, and give back at once what was in someone’s hands', async () => {
    for (const body of ['held', 'waiting']) {
      await sqs().send(new SendMessageCommand({ QueueUrl: urlOf('Load'), MessageBody: body }));
    }
    const input = { QueueUrl: urlOf('Load'), MaxNumberOfMessages: 1, VisibilityTimeout: 3_600 };
    const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(input));
    expect(Messages).toHaveLength(1);
    await tiny.restart();
    expect((await received('Load')).sort()).toEqual(['held', 'waiting']);
    const again = await sqs().send(new ReceiveMessageCommand({ ...input, VisibilityTimeout: 0 }));
    expect(again.Messages ?? []).toEqual([]);
  });

  it('forget what was deleted, over a restart too', async () => {
    await sqs().send(new SendMessageCommand({ QueueUrl: urlOf('Lost'), MessageBody: 'gone' }));
    const { Messages } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: urlOf('Lost') }));
    const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
    await sqs().send(new DeleteMessageCommand({ QueueUrl: urlOf('Lost'), ReceiptHandle }));
    await tiny.restart();
    expect(await received('Lost')).toEqual([]);
  });
});

describe('the bucket of the template', () => {
  const s3 = (): S3Client => new S3Client(client(tiny.machine.endpoints.S3));
  const object = { Bucket: 'tiny-bucket', Key: 'contents/sha256 of it' };

  it('keeps an object over a restart and does not let a write-once put replace it', async () => {
    await s3().send(new PutObjectCommand({ ...object, Body: 'first', IfNoneMatch: '*' }));
    const again = s3().send(new PutObjectCommand({ ...object, Body: 'second', IfNoneMatch: '*' }));
    const error = await again.then(
      () => undefined,
      (failure: S3ServiceException) => failure,
    );
    expect(error?.$metadata.httpStatusCode).toBe(412);
    expect(error?.name).toBe('PreconditionFailed');
    await tiny.restart();
    const { Body } = await s3().send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('first');
  });
});
