import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './aws/client.ts';
import type { Invoke } from './lambda/fleet.ts';
import type { Outcome } from './lambda/invocation.ts';
import { pollQueue } from './queues/mapping.ts';
import type { Tables } from './storage.ts';
import { checkpoint } from './stream/checkpoint.ts';
import { sendFailure } from './stream/give-up.ts';
import { pollStream } from './stream/mapping.ts';
import { streamArn } from './table/create.ts';
import type { FunctionPart, Parts, QueuePart } from './template/parts.ts';

interface Options {
  readonly parts: Parts;
  readonly dataDir: string;
  readonly region: string;
  readonly sqsEndpoint: string;
  readonly tables: Tables;
  readonly invoke: Invoke;
  readonly report: (message: string) => void;
}

const found = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`the template names ${what}, which it does not hold`);
  return value;
};

const byArn = (queues: readonly QueuePart[], arn: string): QueuePart =>
  found(
    queues.find((queue) => queue.arn === arn),
    arn,
  );

const functionNamed = (parts: Parts, name: string): FunctionPart =>
  found(
    parts.functions.find((each) => each.name === name),
    name,
  );

export interface Sources {
  /** Takes nothing new, and waits a little for what is being worked on. */
  quiesce(): Promise<void>;
  /** Resolves when all work is over; the functions must have been stopped. */
  settle(): Promise<void>;
}

const patienceMs = 2_000;

/** Connects queues and streams with the functions they feed. */
export async function connectSources(options: Options): Promise<Sources> {
  const sqs = new SQSClient(clientConfig(options.sqsEndpoint, options.region));
  const streams = new DynamoDBStreamsClient(clientConfig(options.tables.endpoint, options.region));
  const stops = [...connectQueues(options, sqs), ...(await connectStreams(options, streams, sqs))];
  let stopped: Promise<unknown> = Promise.resolve();
  return {
    quiesce: async () => {
      stopped = Promise.all(stops.map((stop) => stop()));
      await Promise.race([stopped, sleep(patienceMs, undefined, { ref: false })]);
    },
    settle: async () => {
      await stopped;
      sqs.destroy();
      streams.destroy();
    },
  };
}

function connectQueues(options: Options, client: SQSClient): (() => Promise<void>)[] {
  const { parts, region, report } = options;
  return parts.queueMappings.map((mapping) => {
    const { arn } = functionNamed(parts, mapping.functionName);
    const queueUrl = byArn(parts.queues, mapping.sourceArn).url;
    const invoke = (event: unknown): Promise<Outcome> => options.invoke(arn, event);
    return pollQueue({ client, queueUrl, mapping, region, invoke, report });
  });
}

function connectStreams(
  options: Options,
  client: DynamoDBStreamsClient,
  sqs: SQSClient,
): Promise<(() => Promise<void>)[]> {
  const { parts, region, report, tables, dataDir } = options;
  return Promise.all(
    parts.streamMappings.map(async (mapping) => {
      const { arn } = functionNamed(parts, mapping.functionName);
      const table = found(
        parts.tables.find((each) => mapping.sourceArn.startsWith(`${each.arn}/stream/`)),
        mapping.sourceArn,
      );
      const { onFailureArn, sourceArn } = mapping;
      tables.readBy(table.name, mapping.id);
      const destination = onFailureArn === undefined ? undefined : byArn(parts.queues, onFailureArn).url;
      return pollStream({
        client,
        streamArn: await streamArn(tables.client, table.name),
        mapping,
        region,
        report,
        checkpoint: checkpoint(join(dataDir, 'stream'), mapping.id),
        invoke: (event) => options.invoke(arn, event),
        passed: (sequenceNumber) => tables.passed(table.name, mapping.id, sequenceNumber),
        giveUp: async (records, condition, attempts, shardId) => {
          report(`${mapping.functionName} gave up on ${records.length} records: ${condition}`);
          if (destination === undefined) return;
          const given = { records, condition, attempts, functionArn: arn, shardId, streamArn: sourceArn };
          await sendFailure(sqs, destination, { ...given, now: new Date() });
        },
      });
    }),
  );
}
