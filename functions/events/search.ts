import { searchedDownTo, type Window } from '../../shared/domain/event/placement.ts';
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
import { type RawEvent, unpackEvents } from './unpack-events.ts';

/** What one call may do before it answers with where to go on. */
export const MOST_SLICES = 200;
export const MOST_UNPACKED = 24 * 1024 * 1024;
export const MOST_TIME = 5000;

/** Where a search stands: the slice that begins at `place`, perhaps handed out in part. */
export interface Position {
  readonly place: Place;
  readonly end?: End | undefined;
  readonly last?: EventRank | undefined;
}

export interface Scanned {
  readonly events: readonly RawEvent[];
  readonly next?: Position | undefined;
  /** Epoch ms: everything from here to the end of the window was seen. */
  readonly searchedUntil: number;
}

/**
 * Newest first by hour of sealing, sorted within a slice of it; batches that went astray come last. The work of one
 * call is bounded whatever the tenant's size: it ends with a page that may be short, and where to go on.
 */
export const search = async (
  store: Store,
  scope: Scope,
  kind: HostEvent['kind'],
  limit: number,
  from?: Position,
): Promise<Scanned> => {
  const events: RawEvent[] = [];
  const began = store.now();
  let at: Position | undefined = from ?? { place: startOf(scope) };
  let unpacked = 0;
  for (let slices = 0; at && slices < MOST_SLICES && unpacked < MOST_UNPACKED; slices++) {
    const slice = await readSlice(store, scope, at.place, at.end);
    const room = limit - events.length;
    const { found, more, bytes, end, cut } = collect(slice.batches, kind, scope, at, room);
    unpacked += bytes;
    events.push(...found);
    if (more) {
      return answer(events, { place: at.place, end: at.end ?? end, last: events.at(-1)?.rank }, scope);
    }
    const next: Place | undefined = cut && end ? { ...at.place, shard: end[0], after: end[1] } : slice.next;
    at = next && { place: next };
    if (events.length >= limit || store.now() - began > MOST_TIME) break;
  }
  return answer(events, at, scope);
};

interface Collected {
  /** In order, no more than there is room for. */
  readonly found: readonly RawEvent[];
  /** The slice holds more than that. */
  readonly more: boolean;
  readonly bytes: number;
  /** The last batch that was looked at. */
  readonly end?: End | undefined;
  /** The slice held more than one call may unpack. */
  readonly cut: boolean;
}

const collect = (
  batches: readonly PlacedBatch[],
  kind: HostEvent['kind'],
  scope: Scope,
  { end: until, last: after }: Position,
  room: number,
): Collected => {
  let found: RawEvent[] = [];
  let bytes = 0;
  let more = false;
  const cutBack = (): void => {
    found.sort(sortFound);
    more ||= found.length > room;
    found = found.slice(0, room);
  };
  for (const [i, { batch, shard, sk }] of batches.entries()) {
    const unpacked = unpackEvents(batch, kind, scope);
    found.push(...(after ? unpacked.events.filter(({ rank }) => byRank(after, rank) < 0) : unpacked.events));
    bytes += unpacked.bytes;
    if (found.length > 2 * room + HELD) cutBack();
    if (until === undefined && bytes >= MOST_UNPACKED && i + 1 < batches.length) {
      cutBack();
      return { found, more, bytes, end: [shard, sk], cut: true };
    }
  }
  cutBack();
  const last = batches.at(-1);
  return { found, more, bytes, end: last && [last.shard, last.sk], cut: false };
};

/** Events held beyond what is asked for, before they are sorted and the rest let go. */
const HELD = 5000;

const sortFound = (a: RawEvent, b: RawEvent): number => byRank(a.rank, b.rank);

const answer = (events: readonly RawEvent[], next: Position | undefined, { window }: Scope): Scanned => ({
  events,
  next,
  searchedUntil: seenDownTo(next, window),
});

/** Event time from which on everything was seen by a search that goes on at `next`. */
export const seenDownTo = (next: Position | undefined, window: Window): number =>
  next && next.place.hour !== ASTRAY ? searchedDownTo(next.place.hour + 1, window) : window.from;
