import { setTimeout as sleep } from 'node:timers/promises';
import type { _Record, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Outcome } from '../lambda/invocation.ts';
import type { StreamMapping } from '../template/parts.ts';
import { type GiveUp, workBatch } from './batch.ts';
import type { Checkpoint } from './checkpoint.ts';
import { filter } from './filter.ts';
import { type StreamRecord, streamRecord } from './record.ts';
import { shardReader, shardsInOrder } from './shards.ts';

export interface StreamPollerOptions {
  readonly client: DynamoDBStreamsClient;
  /** The ARN the stream is read by; the function is shown the mapping's. */
  readonly streamArn: string;
  readonly mapping: StreamMapping;
  readonly region: string;
  readonly checkpoint: Checkpoint;
  readonly invoke: (event: unknown) => Promise<Outcome>;
  readonly giveUp: (
    records: readonly StreamRecord[],
    condition: GiveUp,
    attempts: number,
    shardId: string,
  ) => Promise<void>;
  /** Called after each checkpoint: what came up to here is done. */
  readonly passed: (sequenceNumber: string) => void;
  readonly report: (message: string) => void;
}

/** How often an idle stream is looked at; Lambda does so four times a second. */
const idleMs = 250;
/** Lambda waits longer after each failure; so does this, up to a bound. */
const longestPauseMs = 30_000;

/** Polls a table's stream for a function as an event source mapping does. The returned function ends it. */
export function pollStream(options: StreamPollerOptions): () => Promise<void> {
  const { mapping, checkpoint, region } = options;
  const matches = filter(mapping.patterns);
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal });

  const invoke = async (records: readonly StreamRecord[]): Promise<Outcome> => {
    const outcome = await options.invoke({ Records: records });
    // A function that the machine itself cuts off has not failed: its records come again at the next start.
    signal.throwIfAborted();
    if (!outcome.ok) options.report(`${mapping.functionName}: ${outcome.reason}: ${outcome.message}`);
    return outcome;
  };

  const work = async (shardId: string, raw: readonly _Record[]): Promise<void> => {
    const records = raw.map((record) => streamRecord(record, mapping.sourceArn, region)).filter(matches);
    for (let i = 0; i < records.length; i += mapping.batchSize) {
      const batch = records.slice(i, i + mapping.batchSize);
      await workBatch(batch, mapping, {
        invoke,
        giveUp: (given, condition, attempts) => options.giveUp(given, condition, attempts, shardId),
        pause: (attempt) => pause(Math.min(longestPauseMs, 500 * 2 ** (attempt - 1))),
        now: Date.now,
      });
      const done = batch.at(-1)?.dynamodb.SequenceNumber;
      if (done !== undefined) checkpoint.set(shardId, done);
    }
    const last = raw.at(-1)?.dynamodb?.SequenceNumber;
    if (last === undefined) return;
    checkpoint.set(shardId, last);
    options.passed(last);
  };

  const readShard = async (shardId: string): Promise<void> => {
    const reader = shardReader(options.client, options.streamArn, shardId, checkpoint.get(shardId));
    while (!signal.aborted) {
      const { records, next } = await reader.read(Math.max(mapping.batchSize, 100));
      await work(shardId, records);
      if (next === undefined) return;
      if (records.length === 0) await pause(idleMs);
      else if (mapping.window > 0 && records.length < mapping.batchSize) await pause(mapping.window * 1_000);
    }
  };

  const loop = async (): Promise<void> => {
    const closed = new Set<string>();
    while (!signal.aborted) {
      try {
        for (const { ShardId } of await shardsInOrder(options.client, options.streamArn)) {
          if (ShardId === undefined || closed.has(ShardId)) continue;
          await readShard(ShardId);
          closed.add(ShardId);
        }
        await pause(idleMs);
      } catch (error) {
        if (signal.aborted) return;
        options.report(`stream of ${mapping.functionName}: ${String(error)}`);
        await pause(1_000).catch(() => undefined);
      }
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    await running;
  };
}
