import { sealedAt } from '../../../domain/event/batch-id.ts';
import { hoursFor, type Window } from '../../../domain/event/placement.ts';
import { batchContent, type HostEvent, hostEvent } from '../../../schema/agent/events.ts';
import { openContent } from '../../batch-content.ts';
import { EVENT_SHARDS, eventPartition, hourOf, keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { astrayItem, type BatchItem, batchItem } from './batch.ts';

/** The hours of sealing to walk for a window of event time, the newest first. */
export const hoursBack = (window: Window, now: number): readonly number[] => {
  const { newest, oldest } = hoursFor(window, now);
  return Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, i) => newest - i);
};

/** Every batch that was sealed in an hour, page by page, all shards at once; at most a few MB are held. */
export async function* batchesOfHour(store: Store, tenant: string, hour: number): AsyncGenerator<BatchItem> {
  const shards = Array.from({ length: EVENT_SHARDS }, (_, shard) => ({
    pk: eventPartition(tenant, hour, shard),
    after: undefined as string | undefined,
  }));
  for (let open = shards; open.length > 0; ) {
    const pages = await Promise.all(
      open.map(({ pk, after }) =>
        store.query(pk, batchItem, { consistent: false, ...(after !== undefined && { after }) }),
      ),
    );
    for (const { items } of pages) yield* items;
    open = open.flatMap((shard, i) => {
      const after = pages[i]?.next;
      return after === undefined ? [] : [{ ...shard, after }];
    });
  }
}

/** Batches with events of the window that lie in none of its hours (`domain/event/placement.ts`). */
export async function* astrayBatches(
  store: Store,
  tenant: string,
  window: Window,
  now: number,
): AsyncGenerator<BatchItem> {
  const hours = hoursFor(window, now);
  let after: string | undefined;
  do {
    const page = await store.query(partitions.astray(tenant), astrayItem, {
      ...(after !== undefined && { after }),
    });
    for (const { computerID, batchID, from, to } of page.items) {
      const hour = hourOf(sealedAt(batchID));
      if (from > window.to || to < window.from || (hour <= hours.newest && hour >= hours.oldest)) continue;
      const batch = await store.get(keys.batch(tenant, hour, computerID, batchID), batchItem);
      if (batch) yield batch;
    }
    after = page.next;
  } while (after !== undefined);
}

/** What a batch holds, with the place of each event in it. What does not read as an event is left out. */
export const eventsOf = (batch: BatchItem): { readonly event: HostEvent; readonly index: number }[] => {
  const { events } = batchContent.parse(JSON.parse(openContent(batch).toString()));
  return events.flatMap((candidate, index) => {
    const event = hostEvent.safeParse(candidate);
    return event.success ? [{ event: event.data, index }] : [];
  });
};
