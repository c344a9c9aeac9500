import type { SearchedEvent } from '../../shared/domain/event/search/searched.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import type { Store } from '../../shared/table/store.ts';
import { readSlice, type Scope, startOf } from './read-slice.ts';
import { MOST_SLICES, MOST_TIME, MOST_UNPACKED, type Position, seenDownTo } from './search.ts';
import { eventIDOf, unpackEvents } from './unpack-events.ts';

/** Shows every event of a search to `visit`, in no order, as far as one call may go. */
export const scan = async (
  store: Store,
  scope: Scope,
  kind: HostEvent['kind'],
  visit: (found: SearchedEvent) => void,
  from?: Position,
): Promise<{ readonly next?: Position | undefined; readonly searchedUntil: number }> => {
  const began = store.now();
  let place = from?.place ?? startOf(scope);
  let unpacked = 0;
  for (let slices = 1; ; slices++) {
    const { batches, next } = await readSlice(store, scope, place);
    for (const [i, { batch, shard, sk }] of batches.entries()) {
      const { events, bytes } = unpackEvents(batch, kind, scope);
      for (const { event, rank, received } of events) {
        visit({ event, eventID: eventIDOf(rank), computerID: rank.computerID, received });
      }
      unpacked += bytes;
      if (unpacked >= MOST_UNPACKED && i + 1 < batches.length) {
        return stopped({ place: { ...place, shard, after: sk } }, scope);
      }
    }
    if (!next) return stopped(undefined, scope);
    place = next;
    if (slices >= MOST_SLICES || unpacked >= MOST_UNPACKED || store.now() - began > MOST_TIME) {
      return stopped({ place }, scope);
    }
  }
};

const stopped = (next: Position | undefined, scope: Scope) => ({
  next,
  searchedUntil: seenDownTo(next, scope.window),
});
