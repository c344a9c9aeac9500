import { sealedAt } from '../../shared/domain/event/batch-id.ts';
import { type Hours, hoursFor, type Window } from '../../shared/domain/event/placement.ts';
import type { SearchedEvent } from '../../shared/domain/event/search/searched.ts';
import type { BatchSummary } from '../../shared/domain/event/summary.ts';
import { astrayItem, type BatchItem, batchItem } from '../../shared/table/entities/event/batch.ts';
import {
  EVENT_SHARDS,
  eventPartition,
  eventShardOf,
  hourOf,
  keys,
  partitions,
} from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

/** Stands for the list of astray batches where an hour is named; it comes after all hours. */
export const ASTRAY = -1;
/**
 * A slice is sorted as a whole, so an hour that fits into one is in true order: that of 1,000 hosts does. Batches, and
 * bytes as packed.
 */
const SLICE = 6000;
const SLICE_BYTES = 4 * 1024 * 1024;
const ASTRAY_SLICE = 25;

/** A position among the batches of a tenant: hours newest first, in an hour shards upwards, sort keys downwards. */
export interface Place {
  readonly hour: number;
  readonly shard: number;
  /** Sort key of the batch before. */
  readonly after?: string | undefined;
}

export interface Scope {
  readonly tenant: string;
  readonly computerID?: number | undefined;
  readonly window: Window;
  readonly now: number;
  /** Whether the caller's role reaches a computer. */
  readonly sees: (computerID: number) => boolean;
  /** Whether an event is asked for, and whether a batch may hold one that is. */
  readonly holds: (found: SearchedEvent) => boolean;
  readonly mayHold: (summary: BatchSummary) => boolean;
}

export interface PlacedBatch {
  readonly batch: BatchItem;
  readonly shard: number;
  readonly sk: string;
}

/** Where a slice ended when it was read first: read again, it ends there again. */
export type End = readonly [shard: number, sk: string];

export interface Slice {
  readonly batches: readonly PlacedBatch[];
  /** Where to go on after all of them; absent at the end of the search. */
  readonly next?: Place | undefined;
}

export const startOf = (scope: Scope): Place => {
  const hours = hoursFor(scope.window, scope.now);
  return firstOf(hours.newest >= hours.oldest ? hours.newest : ASTRAY, scope);
};

export const readSlice = (store: Store, scope: Scope, place: Place, end?: End): Promise<Slice> =>
  place.hour === ASTRAY ? readAstray(store, scope, place, end) : readHour(store, scope, place, end);

const readHour = async (store: Store, scope: Scope, place: Place, end?: End): Promise<Slice> => {
  const shards = scope.computerID === undefined ? upwardsFrom(place.shard) : [eventShardOf(scope.computerID)];
  const first = await Promise.all(
    shards.map((shard) =>
      readPage(store, scope, place.hour, shard, shard === place.shard ? place.after : undefined),
    ),
  );
  const batches: PlacedBatch[] = [];
  let bytes = 0;
  for (const [i, shard] of shards.entries()) {
    for (
      let page: Page | undefined = first[i];
      page;
      page = await pageAfter(store, scope, place.hour, shard, page)
    ) {
      for (const batch of page.items) {
        if (end && isPast(end, shard, batch.sk))
          return { batches, next: { ...place, shard: end[0], after: end[1] } };
        batches.push({ batch, shard, sk: batch.sk });
        bytes += batch.content.length;
        if (!end && (batches.length === SLICE || bytes >= SLICE_BYTES))
          return { batches, next: { ...place, shard, after: batch.sk } };
      }
    }
  }
  return { batches, next: hourBefore(scope, place.hour) };
};

type Page = Awaited<ReturnType<typeof readPage>>;

/** A page holds what the table answers at once, 1 MB. */
const readPage = (store: Store, scope: Scope, hour: number, shard: number, after: string | undefined) =>
  store.query(eventPartition(scope.tenant, hour, shard), batchItem, {
    descending: true,
    consistent: false,
    ...(scope.computerID !== undefined && {
      prefix: keys.batchesOf(scope.tenant, hour, scope.computerID).sk,
    }),
    ...(after !== undefined && { after }),
  });

const pageAfter = async (
  store: Store,
  scope: Scope,
  hour: number,
  shard: number,
  { next }: Page,
): Promise<Page | undefined> => (next === undefined ? undefined : readPage(store, scope, hour, shard, next));

const readAstray = async (store: Store, scope: Scope, place: Place, end?: End): Promise<Slice> => {
  const page = await store.query(partitions.astray(scope.tenant), astrayItem, {
    descending: true,
    limit: ASTRAY_SLICE,
    ...(scope.computerID !== undefined && { prefix: keys.astrayOf(scope.tenant, scope.computerID).sk }),
    ...(place.after !== undefined && { after: place.after }),
  });
  const hours = hoursFor(scope.window, scope.now);
  const wanted = page.items.filter(
    (pointer) =>
      pointer.from <= scope.window.to &&
      pointer.to >= scope.window.from &&
      !(end && isPast(end, 0, pointer.sk)) &&
      !isWithin(hours, hourOf(sealedAt(pointer.batchID))),
  );
  const found = await Promise.all(
    wanted.map(async ({ computerID, batchID, sk }) => {
      const key = keys.batch(scope.tenant, hourOf(sealedAt(batchID)), computerID, batchID);
      const batch = await store.get(key, batchItem, { consistent: false });
      return batch && { batch, shard: 0, sk };
    }),
  );
  return {
    batches: found.filter((placed) => placed !== undefined),
    next: page.next === undefined ? undefined : { ...place, after: page.next },
  };
};

const upwardsFrom = (shard: number): number[] =>
  Array.from({ length: EVENT_SHARDS - shard }, (_, i) => shard + i);

const isPast = ([shard, sk]: End, otherShard: number, other: string): boolean =>
  otherShard > shard || (otherShard === shard && other < sk);

const isWithin = (hours: Hours, hour: number): boolean => hour <= hours.newest && hour >= hours.oldest;

const hourBefore = (scope: Scope, hour: number): Place =>
  firstOf(hour > hoursFor(scope.window, scope.now).oldest ? hour - 1 : ASTRAY, scope);

const firstOf = (hour: number, { computerID }: Scope): Place => ({
  hour,
  shard: hour === ASTRAY || computerID === undefined ? 0 : eventShardOf(computerID),
});
