import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Outcome } from '../lambda/invocation.ts';
import type { QueueMapping } from '../template/parts.ts';

export interface QueuePollerOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly mapping: QueueMapping;
  readonly region: string;
  readonly invoke: (event: unknown) => Promise<Outcome>;
  readonly report: (message: string) => void;
}

/** One record as Lambda hands it to a function. */
function recordOf(message: Message, { mapping, region }: QueuePollerOptions): object {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    {
      stringValue: value.StringValue,
      ...(value.BinaryValue ? { binaryValue: Buffer.from(value.BinaryValue).toString('base64') } : {}),
      stringListValues: [],
      binaryListValues: [],
      dataType: value.DataType,
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.sourceArn,
    awsRegion: region,
  };
}

/**
 * The ids that the function did not finish. As in Lambda: a failed invocation fails all; without
 * ReportBatchItemFailures the answer is not looked at; an answer that names an unknown or empty id, or that is not
 * of the shape, fails all.
 */
export function failedIds(outcome: Outcome, ids: readonly string[], reports: boolean): readonly string[] {
  if (!outcome.ok) return ids;
  if (!reports || outcome.value === null || outcome.value === undefined) return [];
  const failures = (outcome.value as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return ids;
  const named = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  if (!named.every((id): id is string => typeof id === 'string' && ids.includes(id))) return ids;
  return named;
}

async function work(options: QueuePollerOptions, messages: readonly Message[]): Promise<void> {
  const { client, queueUrl, mapping } = options;
  const outcome = await options.invoke({ Records: messages.map((message) => recordOf(message, options)) });
  if (!outcome.ok) options.report(`${mapping.functionName}: ${outcome.reason}: ${outcome.message}`);
  const ids = messages.map((message) => message.MessageId ?? '');
  const unfinished = failedIds(outcome, ids, mapping.reportsItemFailures);
  const entry = (message: Message) => ({ Id: message.MessageId, ReceiptHandle: message.ReceiptHandle });
  const finished = messages.filter((message) => !unfinished.includes(message.MessageId ?? ''));
  for (const ten of tens(finished)) {
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: ten.map(entry) }));
  }
  // Lambda gives back soon what it could not even hand over; what a function failed on waits its time.
  if (outcome.ok || outcome.reason !== 'throttled') return;
  for (const ten of tens(messages)) {
    const Entries = ten.map((message) => ({ ...entry(message), VisibilityTimeout: 1 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

/** SQS takes ten entries a call. */
function tens<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 10) }, (_, i) => all.slice(i * 10, i * 10 + 10));
}

/** Receives up to a batch: SQS hands out ten at a time, and a window waits for more. */
async function receive(options: QueuePollerOptions, signal: AbortSignal): Promise<Message[]> {
  const { client, queueUrl, mapping } = options;
  const batch: Message[] = [];
  const until = Date.now() + mapping.window * 1_000;
  do {
    const wanted = Math.min(10, mapping.batchSize - batch.length);
    const wait = batch.length === 0 ? 20 : Math.max(0, Math.ceil((until - Date.now()) / 1_000));
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: wanted,
        WaitTimeSeconds: Math.min(wait, 20),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: signal },
    );
    batch.push(...Messages);
    if (Messages.length < wanted && mapping.window === 0) break;
  } while (batch.length > 0 && batch.length < mapping.batchSize && Date.now() < until);
  return batch;
}

/** Polls a queue for a function as an event source mapping does. The returned function ends it. */
export function pollQueue(options: QueuePollerOptions): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const messages = await receive(options, signal);
        if (messages.length > 0) await work(options, messages);
      } catch (error) {
        if (signal.aborted) return;
        options.report(`${options.mapping.functionName}: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };
  const loops = Array.from({ length: options.mapping.maximumConcurrency }, loop);
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}
