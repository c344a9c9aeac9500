import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type Delivery, delivery } from '../../shared/schema/bus/delivery.ts';
import { deliverGroup } from './deliver-group.ts';
import type { DeliverDeps, Turn } from './deps.ts';

/** Keeps a received message out of sight for some seconds. */
export type PutOff = (receiptHandle: string, seconds: number) => Promise<void>;

/** A message may be out of sight 12 hours from its receipt. */
const MOST_SECONDS = 11 * 3600;
/** Those that were put off together do not all come back at once. */
const SPREAD_SECONDS = 5;

interface Parsed {
  readonly record: SQSRecord;
  readonly delivery: Delivery;
}

/**
 * Messages of different destinations are worked on side by side, those of one in turn: a server that hangs holds up
 * nobody else. What is to come again later is put off to its time; what failed by a fault of our own comes again as
 * the queue says.
 */
export const consumeDeliveries = (deps: DeliverDeps, putOff: PutOff, random: () => number = Math.random) =>
  middy<SQSEvent, SQSBatchResponse>(async ({ Records }: SQSEvent) => {
    const parsed: Parsed[] = [];
    const failures: string[] = [];
    for (const record of Records) {
      const message = delivery.safeParse(parseJson(record.body));
      if (message.success) parsed.push({ record, delivery: message.data });
      else failures.push(record.messageId);
    }
    const groups = Map.groupBy(parsed, ({ delivery: d }) => `${d.tenant}#${d.destinationID}`);
    const work = [...groups.values()].map(async (group) => {
      const turns = await turnsOf(deps, group);
      for (const [i, { record }] of group.entries()) {
        const turn = turns?.[i];
        if (turn?.done) continue;
        failures.push(record.messageId);
        if (turn) await putOff(record.receiptHandle, secondsUntil(turn.again, deps.now(), random));
      }
    });
    await Promise.all(work);
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  });

const turnsOf = async (deps: DeliverDeps, group: readonly Parsed[]): Promise<readonly Turn[] | undefined> => {
  const [first] = group;
  if (!first) return [];
  const { tenant, destinationID } = first.delivery;
  try {
    return await deliverGroup(
      deps,
      tenant,
      destinationID,
      group.map(({ delivery: d }) => d),
    );
  } catch (error) {
    deps.logger.error('delivery failed', { tenant, destinationID, error: error as Error });
    return undefined;
  }
};

const secondsUntil = (at: number, now: number, random: () => number): number =>
  Math.min(MOST_SECONDS, Math.max(1, Math.ceil((at - now) / 1000) + Math.floor(random() * SPREAD_SECONDS)));

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
