import { searchedDownTo } from '../../shared/domain/event/placement.ts';
import { byRank, type EventRank } from '../../shared/domain/event/rank.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import type { Store } from '../../shared/table/store.ts';
import {
  ASTRAY,
  type End,
  type Place,
  type PlacedBatch,
  readSlice,
  type Scope,
  startOf,
} from './read-slice.ts';
import { type FoundEvent, unpackEvents } from './unpack-events.ts';

/** What one call may do before it answers with where to go on. */
const MOST_SLICES = 200;
const MOST_UNPACKED = 24 * 1024 * 1024;
const MOST_EVENTS_HELD = 20_000;

/** Where a search stands: the slice that begins at `place`, perhaps handed out in part. */
export interface Position {
  readonly place: Place;
  readonly end?: End | undefined;
  readonly last?: EventRank | undefined;
}

export interface Found<K extends HostEvent['kind']> {
  readonly events: readonly FoundEvent<K>[];
  readonly next?: Position | undefined;
  /** Epoch ms: everything from here to the end of the window was seen. */
  readonly searchedUntil: number;
}

/**
 * Newest first by hour of sealing, sorted within a slice of it; batches that went astray come last. The work of one
 * call is bounded whatever the tenant's size: it ends with a page that may be short, and where to go on.
 */
export const search = async <K extends HostEvent['kind']>(
  store: Store,
  scope: Scope,
  kind: K,
  limit: number,
  from?: Position,
): Promise<Found<K>> => {
  const events: FoundEvent<K>[] = [];
  let at: Position | undefined = from ?? { place: startOf(scope) };
  let unpacked = 0;
  for (let slices = 0; at && slices < MOST_SLICES && unpacked < MOST_UNPACKED; slices++) {
    const slice = await readSlice(store, scope, at.place, at.end);
    const { found, bytes, end, cut }: Collected<K> = collect(
      slice.batches,
      kind,
      scope,
      at.end === undefined,
    );
    unpacked += bytes;
    const after = at.last;
    const fresh = after ? found.filter((event) => byRank(after, event.rank) < 0) : found;
    const taken = fresh.slice(0, limit - events.length);
    events.push(...taken);
    if (taken.length < fresh.length) {
      return answer(events, { place: at.place, end: at.end ?? end, last: events.at(-1)?.rank }, scope);
    }
    const next: Place | undefined = cut && end ? { ...at.place, shard: end[0], after: end[1] } : slice.next;
    at = next && { place: next };
    if (events.length >= limit) break;
  }
  return answer(events, at, scope);
};

interface Collected<K extends HostEvent['kind']> {
  readonly found: readonly FoundEvent<K>[];
  readonly bytes: number;
  /** The last batch that was looked at. */
  readonly end?: End | undefined;
  /** The slice held more than one call may unpack. */
  readonly cut: boolean;
}

const collect = <K extends HostEvent['kind']>(
  batches: readonly PlacedBatch[],
  kind: K,
  scope: Scope,
  mayCut: boolean,
): Collected<K> => {
  const found: FoundEvent<K>[] = [];
  let bytes = 0;
  for (const [i, { batch, shard, sk }] of batches.entries()) {
    const unpacked = scope.sees(batch.computerID) ? unpackEvents(batch, kind, scope.window) : nothing;
    found.push(...unpacked.events);
    bytes += unpacked.bytes;
    const full = bytes >= MOST_UNPACKED || found.length >= MOST_EVENTS_HELD;
    if (mayCut && full && i + 1 < batches.length) {
      return { found: found.sort(sortFound), bytes, end: [shard, sk], cut: true };
    }
  }
  const last = batches.at(-1);
  return { found: found.sort(sortFound), bytes, end: last && [last.shard, last.sk], cut: false };
};

const nothing = { events: [], bytes: 0 } as const;

const sortFound = (a: { rank: EventRank }, b: { rank: EventRank }): number => byRank(a.rank, b.rank);

const answer = <K extends HostEvent['kind']>(
  events: readonly FoundEvent<K>[],
  next: Position | undefined,
  { window }: Scope,
): Found<K> => ({
  events,
  next,
  searchedUntil:
    next && next.place.hour !== ASTRAY ? searchedDownTo(next.place.hour + 1, window) : window.from,
});
