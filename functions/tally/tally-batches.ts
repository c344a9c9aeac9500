import type { DynamoDBRecord } from 'aws-lambda';
import { sealedAt } from '../../shared/domain/event/batch-id.ts';
import { isAstray } from '../../shared/domain/event/placement.ts';
import { tally } from '../../shared/domain/event/tally.ts';
import { readImage } from '../../shared/queue/image.ts';
import { batchContent, hostEvent } from '../../shared/schema/agent/events.ts';
import { openContent } from '../../shared/table/batch-content.ts';
import { type BatchItem, batchItem } from '../../shared/table/entities/event/batch.ts';
import { type Addition, addToTally, type TallyPlace } from '../../shared/table/entities/event/event-tally.ts';
import { eventShardOf, hourOf } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

const HOUR = 3_600_000;

/** One write for all batches of a partition that come together. Names the records that must come again. */
export const tallyBatches =
  ({ store }: { readonly store: Store }) =>
  async (records: readonly DynamoDBRecord[], failed: (record: DynamoDBRecord, error: unknown) => void) => {
    const groups = new Map<string, { place: TallyPlace; additions: Addition[]; records: DynamoDBRecord[] }>();
    for (const record of records) {
      try {
        const batch = batchIn(record);
        if (!batch) continue;
        const place = placeOf(batch);
        const id = `${place.tenant} ${place.hour} ${place.source}`;
        const group = groups.get(id) ?? { place, additions: [], records: [] };
        group.additions.push({
          sequence: record.dynamodb?.SequenceNumber ?? '',
          tallies: tally(eventsOf(batch), batch.computerID, untrusted(batch) ? place.hour * HOUR : undefined),
        });
        group.records.push(record);
        groups.set(id, group);
      } catch (error) {
        failed(record, error);
      }
    }
    for (const { place, additions, records: those } of groups.values()) {
      try {
        await addToTally(store, place, additions);
      } catch (error) {
        for (const record of those) failed(record, error);
      }
    }
  };

const batchIn = ({ eventName, dynamodb }: DynamoDBRecord): BatchItem | undefined => {
  if (eventName !== 'INSERT' || dynamodb?.NewImage?.kind?.S !== 'batch') return undefined;
  return batchItem.parse(readImage(dynamodb.NewImage));
};

const untrusted = ({ batchID, summary, received }: BatchItem): boolean =>
  isAstray(sealedAt(batchID), summary, received);

/** By the partition of the batch, of which the stream keeps the order; astray ones by the hour of receipt as well. */
const placeOf = (batch: BatchItem): TallyPlace => {
  const sealed = hourOf(sealedAt(batch.batchID));
  const shard = eventShardOf(batch.computerID);
  return untrusted(batch)
    ? { tenant: batch.tenant, hour: hourOf(batch.received), source: `astray#${sealed}#${shard}` }
    : { tenant: batch.tenant, hour: sealed, source: String(shard) };
};

const eventsOf = (batch: BatchItem) =>
  batchContent.parse(JSON.parse(openContent(batch).toString())).events.flatMap((candidate) => {
    const event = hostEvent.safeParse(candidate);
    return event.success ? [event.data] : [];
  });
