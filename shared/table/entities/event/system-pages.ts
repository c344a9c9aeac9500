import type { Hours } from '../../../domain/event/placement.ts';
import { partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import type { BatchPlace } from './batch-places.ts';
import { type SystemEventItem, systemEventItem } from './system-event.ts';

export interface SystemEventPage {
  readonly events: readonly SystemEventItem[];
  /** Where the walk goes on behind this page; absent: this was the last. */
  readonly next?: BatchPlace | undefined;
}

/** Hours that are asked for at once: most of them are empty. */
const AT_ONCE = 24;

/** What the plane recorded in these hours, the oldest first, page by page (at most 1 MB). */
export async function* systemEventPages(
  store: Store,
  tenant: string,
  { oldest, newest }: Hours,
  from?: BatchPlace,
): AsyncGenerator<SystemEventPage> {
  const read = (hour: number, after: string | undefined) =>
    store.query(partitions.systemEvents(tenant, hour), systemEventItem, {
      ...(after !== undefined && { after }),
    });
  for (let first = from?.hour ?? oldest; first <= newest; first += AT_ONCE) {
    const hours = Array.from({ length: Math.min(AT_ONCE, newest - first + 1) }, (_, i) => first + i);
    const pages = await Promise.all(
      hours.map((hour) => read(hour, hour === from?.hour ? from.after : undefined)),
    );
    for (const [i, hour] of hours.entries()) {
      for (let page = pages[i]; page; ) {
        const after: string | undefined = page.next;
        const behind = hour === newest ? undefined : { hour: hour + 1, shard: 0 };
        yield { events: page.items, next: after === undefined ? behind : { hour, shard: 0, after } };
        page = after === undefined ? undefined : await read(hour, after);
      }
    }
  }
}
