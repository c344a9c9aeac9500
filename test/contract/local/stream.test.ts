import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { client, type TinyMachine, tinyMachine } from './support/tiny-machine.ts';

let tiny: TinyMachine;
beforeEach(async () => {
  tiny = await tinyMachine();
});
afterEach(() => tiny.stop());

interface Noted {
  readonly eventName: string;
  readonly eventSourceARN: string;
  readonly awsRegion: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: { readonly sk: { readonly S: string } };
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
  };
}

type Item = NonNullable<ConstructorParameters<typeof PutItemCommand>[0]['Item']>;

const table = (): DynamoDBClient => new DynamoDBClient(client(tiny.machine.endpoints.DYNAMODB));

const put = async (sk: string, kind: string, more: Item = {}): Promise<void> => {
  const Item: Item = { pk: { S: 't' }, sk: { S: sk }, kind: { S: kind }, ...more };
  await table().send(new PutItemCommand({ TableName: 'data-Table', Item }));
};

/** What each invocation was given, as sort keys. */
const batches = (): string[][] =>
  tiny.noted<Noted[]>('streamer').map((records) => records.map(({ dynamodb }) => dynamodb.Keys.sk.S));

const seen = (sk: string): Promise<boolean> =>
  vi.waitUntil(() => batches().flat().includes(sk), { timeout: 10_000 });

describe('the stream of the template’s table', () => {
  it('brings what matches the filter, in order, as Lambda would', async () => {
    await put('a', 'seen', { bytes: { B: Buffer.from('hi') }, n: { N: '12' } });
    await put('b', 'unseen');
    await put('a', 'seen', { n: { N: '13' } });
    await put('z', 'seen');
    await seen('z');
    const records = tiny.noted<Noted[]>('streamer').flat();
    expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys.sk.S])).toEqual([
      ['INSERT', 'a'],
      ['MODIFY', 'a'],
      ['INSERT', 'z'],
    ]);
    expect(records[0]).toMatchObject({
      eventSource: 'aws:dynamodb',
      eventSourceARN: 'arn:aws:dynamodb:eu-test-1:000000000000:table/data-Table/stream/local',
      awsRegion: 'eu-test-1',
      dynamodb: {
        NewImage: { bytes: { B: Buffer.from('hi').toString('base64') }, n: { N: '12' } },
        ApproximateCreationDateTime: expect.any(Number),
      },
    });
    expect(records[1]?.dynamodb).toMatchObject({
      OldImage: { n: { N: '12' } },
      NewImage: { n: { N: '13' } },
    });
  });

  it('splits a poisoned record off, tells the destination where it is, and goes on', async () => {
    await tiny.machine.stop();
    // Everything is there when the stream is read, so that it comes as one batch.
    await tiny.restart();
    await put('1', 'seen');
    await put('2', 'seen', { poison: { BOOL: true } });
    await put('3', 'seen');
    await put('4', 'seen');
    await seen('4');
    const lost = tiny.machine.parts.queues.find(({ name }) => name.endsWith('Lost'))?.url;
    const sqs = new SQSClient(client(tiny.machine.endpoints.SQS));
    const { Messages } = await vi.waitUntil(
      async () => {
        const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl: lost, WaitTimeSeconds: 1 }));
        return answer.Messages ? answer : undefined;
      },
      { timeout: 10_000 },
    );
    const poisoned = tiny
      .noted<Noted[]>('streamer')
      .flat()
      .find(({ dynamodb }) => dynamodb.NewImage?.poison);
    const sequence = poisoned?.dynamodb.SequenceNumber;
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: sequence, endSequenceNumber: sequence },
    });
    // Alone it was tried once and once more; nothing else was lost.
    expect(batches().filter((batch) => batch.join() === '2')).toHaveLength(2);
    expect(new Set(batches().flat())).toEqual(new Set(['1', '2', '3', '4']));
  });

  it('goes on after the last finished record when it is started again', async () => {
    await put('before', 'seen');
    await seen('before');
    await vi.waitUntil(() => batches().flat().length === 1);
    await tiny.restart();
    await put('after', 'seen');
    await seen('after');
    expect(batches().flat()).toEqual(['before', 'after']);
  });

  it('begins again at the record that the function names', async () => {
    await put('good', 'seen');
    await put('spoilt', 'seen', { spoilt: { BOOL: true } });
    await put('last', 'seen');
    await seen('last');
    await vi.waitUntil(() => batches().at(-1)?.join() === 'last', { timeout: 10_000 });
    expect(
      batches()
        .flat()
        .filter((sk) => sk === 'good'),
    ).toHaveLength(1);
    expect(
      batches()
        .flat()
        .filter((sk) => sk === 'spoilt').length,
    ).toBeGreaterThan(1);
  });

  it('is not woken by what expires, which is deleted', async () => {
    await put('old', 'seen', { expiresAt: { N: '1000000000' } });
    await put('young', 'seen', { expiresAt: { N: '5000000000' } });
    await seen('young');
    expect(await tiny.machine.sweepExpired()).toBe(1);
    const { Items = [] } = await table().send(new ScanCommand({ TableName: 'data-Table' }));
    expect(Items.map(({ sk }) => sk?.S)).toEqual(['young']);
    await put('later', 'seen');
    await seen('later');
    expect(batches().flat()).toEqual(['old', 'young', 'later']);
  });
});
