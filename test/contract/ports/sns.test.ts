import { CreateQueueCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snsCarrier } from '../../../shared/delivery/sns.ts';
import { toJsonEvents } from '../../../shared/domain/notification/format/json.ts';
import type { ToldEvent } from '../../../shared/domain/notification/format/told-event.ts';
import { egressFrom } from '../../../shared/egress/egress.ts';
import { awsAccess, awsJson } from '../../../shared/ports/aws-call.ts';
import { startTestQueues, type TestQueues } from '../../support/queues.ts';

const region = 'us-east-1';
let services: TestQueues;
let sqs: SQSClient;
let count = 0;

beforeAll(async () => {
  services = await startTestQueues();
  ({ sqs } = services);
});
afterAll(() => services.stop());

/** What no code of ours asks of SNS: topics are made and subscribed to by the tenant. */
const ask = async (form: Record<string, string>, element: string): Promise<string> => {
  const reply = await fetch(services.endpoint, { method: 'POST', body: new URLSearchParams(form) });
  const text = await reply.text();
  const [, value] = new RegExp(`<${element}>([^<]+)`).exec(text) ?? [];
  if (!reply.ok || !value) throw new Error(text);
  return value;
};

/** A topic, and the queue that gets what is published to it. */
const topic = async (fifo: boolean): Promise<{ topicArn: string; queue: string }> => {
  const name = `t${++count}${fifo ? '.fifo' : ''}`;
  const FifoQueue = 'true';
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, ...(fifo && { Attributes: { FifoQueue } }) }),
  );
  const attribute = { 'Attributes.entry.1.key': 'FifoTopic', 'Attributes.entry.1.value': 'true' };
  const topicArn = await ask({ Action: 'CreateTopic', Name: name, ...(fifo && attribute) }, 'TopicArn');
  const queueArn = `arn:aws:sqs:${region}:000000000000:${name}`;
  await ask(
    { Action: 'Subscribe', TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn },
    'SubscriptionArn',
  );
  return { topicArn, queue: QueueUrl };
};

const received = async (QueueUrl: string) => {
  const taken = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return (taken.Messages ?? []).map(({ Body = '', ReceiptHandle }) => ({
    ReceiptHandle,
    ...(JSON.parse(Body) as { Message: string; MessageId: string; TopicArn: string }),
  }));
};

const carrier = (topicArn: string) =>
  snsCarrier(
    egressFrom({ EGRESS_ALLOW: '127.0.0.1/32' }),
    {
      ID: 1,
      type: 'sns',
      name: 'topic',
      topicArn,
      accessKey: 'AKIAEXAMPLE',
      secret: 'secret',
      trust: [],
    } as unknown as Parameters<typeof snsCarrier>[1],
    Date.now,
    () => `${services.endpoint}/`,
  );

const event: ToldEvent = {
  eventClass: 'system',
  id: 'e1',
  tenant: { ID: 1, guid: 'g', name: '例 & <b> +1' },
  version: '1.0.0',
  event: {
    at: Date.UTC(2026, 10, 23),
    number: 190,
    severity: 'info',
    title: 'Test',
    actionBy: 'me',
    origin: 'manager',
  },
};

test('a topic takes events, and who is subscribed gets them as they were', async () => {
  const { topicArn, queue } = await topic(false);
  const said = await carrier(topicArn).send('batch-1', [event]);
  const [got, more] = await received(queue);
  expect(more).toBeUndefined();
  expect(got?.TopicArn).toBe(topicArn);
  expect(JSON.parse(got?.Message ?? '')).toEqual(JSON.parse(JSON.stringify(toJsonEvents([event]))));
  expect(said).toEqual({ ok: true, value: `The topic took it as ${got?.MessageId}.` });
});

test('a FIFO topic hands on once what is sent again under the same id', async () => {
  const { topicArn, queue } = await topic(true);
  const { send } = carrier(topicArn);
  expect(await send('batch-1', [event])).toMatchObject({ ok: true });
  expect(await send('batch-1', [event])).toMatchObject({ ok: true });
  expect(await received(queue)).toHaveLength(1);
});

test('a topic that is gone refuses in its own words', async () => {
  const { send } = carrier(`arn:aws:sns:${region}:000000000000:gone`);
  expect(await send('batch-1', [event])).toMatchObject({
    ok: false,
    reason: 'sns',
    message: expect.stringMatching(/^SNS answered 404: NotFound /),
  });
});

test('a message is made to wait, and to come at once, by the call that delivering makes', async () => {
  const { topicArn, queue } = await topic(false);
  await carrier(topicArn).send('batch-1', [event]);
  const [got] = await received(queue);
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const call = awsJson(
    awsAccess('SQS', { AWS_REGION: region, AWS_ENDPOINT_URL_SQS: services.endpoint, ...credentials }),
    'AmazonSQS',
    '1.0',
  );
  const { ReceiptHandle } = got ?? {};
  expect(await received(queue)).toEqual([]);
  await call('ChangeMessageVisibility', { QueueUrl: queue, ReceiptHandle, VisibilityTimeout: 0 });
  expect(await received(queue)).toHaveLength(1);
  const gone = call('ChangeMessageVisibility', {
    QueueUrl: `${queue}-gone`,
    ReceiptHandle,
    VisibilityTimeout: 0,
  });
  await expect(gone).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});
