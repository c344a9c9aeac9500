import { sealedAt } from '../../../domain/event/batch-id.ts';
import type { Hours, Window } from '../../../domain/event/placement.ts';
import { EVENT_SHARDS, eventPartition, hourOf, keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { astrayItem, type BatchItem, batchItem } from './batch.ts';

/** Among a tenant's batches: hours and shards upwards. Behind the last hour come batches that went astray. */
export interface BatchPlace {
  readonly hour: number;
  readonly shard: number;
  /** Sort key of the batch before. */
  readonly after?: string | undefined;
}

export interface BatchPage {
  readonly batches: readonly BatchItem[];
  /** Where the walk goes on behind this page; absent: this was the last. */
  readonly next?: BatchPlace | undefined;
}

const ASTRAY_PAGE = 25;

/**
 * Every batch of these hours of sealing, and of others those that went astray with events of the window; the oldest
 * hour first, page by page (at most 1 MB as packed): a walk can stop behind any of them and go on there later. `hours`
 * stay the same for all of a walk.
 */
export async function* batchPages(
  store: Store,
  tenant: string,
  window: Window,
  hours: Hours,
  from?: BatchPlace,
): AsyncGenerator<BatchPage> {
  for (let hour = from?.hour ?? hours.oldest; hour <= hours.newest; hour++) {
    yield* pagesOfHour(store, tenant, from?.hour === hour ? from : { hour, shard: 0 });
  }
  let after = from && from.hour > hours.newest ? from.after : undefined;
  do {
    const { items, next } = await store.query(partitions.astray(tenant), astrayItem, {
      limit: ASTRAY_PAGE,
      ...(after !== undefined && { after }),
    });
    const apart = items.filter(({ batchID, from: first, to: last }) => {
      const hour = hourOf(sealedAt(batchID));
      return first <= window.to && last >= window.from && (hour > hours.newest || hour < hours.oldest);
    });
    const batches = await Promise.all(
      apart.map(({ computerID, batchID }) =>
        store.get(keys.batch(tenant, hourOf(sealedAt(batchID)), computerID, batchID), batchItem),
      ),
    );
    yield {
      batches: batches.filter((batch) => batch !== undefined),
      ...(next !== undefined && { next: { hour: hours.newest + 1, shard: 0, after: next } }),
    };
    after = next;
  } while (after !== undefined);
}

/** The first pages of all shards are asked for at once: most hours of most tenants have no second one. */
async function* pagesOfHour(store: Store, tenant: string, from: BatchPlace): AsyncGenerator<BatchPage> {
  const { hour } = from;
  const read = (shard: number, after: string | undefined) =>
    store.query(eventPartition(tenant, hour, shard), batchItem, {
      consistent: false,
      ...(after !== undefined && { after }),
    });
  const shards = Array.from({ length: EVENT_SHARDS - from.shard }, (_, i) => from.shard + i);
  const first = await Promise.all(
    shards.map((shard) => read(shard, shard === from.shard ? from.after : undefined)),
  );
  for (const [i, shard] of shards.entries()) {
    const behind = shard + 1 < EVENT_SHARDS ? { hour, shard: shard + 1 } : { hour: hour + 1, shard: 0 };
    for (let page = first[i]; page; ) {
      const after: string | undefined = page.next;
      yield { batches: page.items, next: after === undefined ? behind : { hour, shard, after } };
      page = after === undefined ? undefined : await read(shard, after);
    }
  }
}
