import { reachesPolicy } from '../../shared/domain/access/reach.ts';
import { holds } from '../../shared/domain/access/role.ts';
import type { Window } from '../../shared/domain/event/placement.ts';
import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import { createCounter, type ValueCount } from '../../shared/domain/event/search/count.ts';
import { type EventQuery, readEventQuery } from '../../shared/domain/event/search/query.ts';
import type { Around, SearchedEvent } from '../../shared/domain/event/search/searched.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { SearchFilter } from '../../shared/domain/search/filter.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { computersInReach } from '../../shared/http/reach.ts';
import { eventRoutes } from '../../shared/schema/routes/events.ts';
import {
  readSystemEvent,
  type SystemEventItem,
  shownSystemEvent,
  systemEventItem,
} from '../../shared/table/entities/event/system-event.ts';
import { readAround } from '../../shared/table/event-around.ts';
import { hourOf, partitions } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { readSystemCursor, writeCursor } from './cursor.ts';
import type { EventDeps } from './deps.ts';
import { windowOf } from './window.ts';

const DEFAULT_LIMIT = 100;
const DEFAULT_FOUND = 1000;
const MOST_FOUND = 5000;
const MOST_COUNTED = 20_000;
/** A call looks at no more than a week of hours, twelve at once. */
const MOST_HOURS = 168;
const AT_ONCE = 12;
const PAGE = 500;

interface Position {
  readonly hour: number;
  readonly after?: string;
}

/** What happened in the plane and what it noticed (EVT-2); times are the plane's own, so hours are in true order. */
export const systemEventHandlers = (deps: EventDeps): readonly Handler[] => [
  on(eventRoutes.listSystemEvents, async ({ caller, query, now }) => {
    const start = startFrom(query, now);
    if (!start.ok) return start;
    const sees = await sightOf(deps.store, caller);
    const { computerID } = query;
    const wanted = (event: SystemEventItem): boolean =>
      sees(event) && (computerID === undefined || computerOf(event) === computerID);
    return page(deps, caller, { ...start.value, wanted, limit: query.limit ?? DEFAULT_LIMIT }, now);
  }),

  on(eventRoutes.describeSystemEvent, async ({ caller, params }) => {
    const event = await readSystemEvent(deps.store, caller.tenantID, params.eventID);
    if (!event) return missing('event');
    const sees = await sightOf(deps.store, caller);
    return sees(event) ? accept(shownSystemEvent(event)) : missing('event');
  }),

  on(eventRoutes.searchSystemEvents, async ({ caller, body, now }) => {
    const look = await lookFor(deps, caller, body, now);
    if (!look.ok) return look;
    const limit = Math.min(body.maxItems ?? DEFAULT_FOUND, MOST_FOUND);
    return page(deps, caller, { ...look.value, limit }, now);
  }),

  on(eventRoutes.countSystemEvents, async ({ caller, body, now }) => {
    const counter = createCounter('system', body.by);
    if (!counter.ok) return counter;
    const look = await lookFor(deps, caller, body, now, counter.value.needs);
    if (!look.ok) return look;
    const { window, around } = look.value;
    const found = await read(deps.store, caller.tenantID, { ...look.value, limit: MOST_COUNTED }, now);
    for (const event of found.events) counter.value.add(searchable(event), around);
    const { total, by } = counter.value.counts(body.most);
    return accept({ total, by: by as Record<string, ValueCount[]>, ...restOf(found, window) });
  }),
];

const lookFor = async (
  deps: EventDeps,
  caller: TenantCaller,
  body: SearchFilter & { readonly cursor?: string | undefined },
  now: number,
  more: EventQuery['needs'] = new Set(),
): Promise<Outcome<Omit<Look, 'limit'> & { readonly around: Around }>> => {
  const query = readEventQuery('system', body);
  if (!query.ok) return query;
  const { window, holds, needs } = query.value;
  const start = startOfSearch(body.cursor, window, now);
  if (!start.ok) return start;
  const [sees, around] = await Promise.all([
    sightOf(deps.store, caller),
    readAround(deps, caller.tenantID, new Set([...needs, ...more])),
  ]);
  const wanted = (event: SystemEventItem): boolean => sees(event) && holds(searchable(event), around);
  return accept({ window, position: start.value, wanted, around });
};

interface Look {
  readonly window: Window;
  readonly position: Position;
  readonly wanted: (event: SystemEventItem) => boolean;
  readonly limit: number;
}

const page = async ({ store }: ApiDeps, caller: TenantCaller, look: Look, now: number) => {
  const { window } = look;
  const found = await read(store, caller.tenantID, look, now);
  return accept({ systemEvents: found.events.map(shownSystemEvent), ...restOf(found, window) });
};

const restOf = ({ next, searchedUntil }: Awaited<ReturnType<typeof read>>, window: Window) => ({
  ...(next && { next: writeCursor({ w: [window.from, window.to], h: next.hour, k: next.after ?? '~' }) }),
  searchedUntil: next ? Math.max(window.from, searchedUntil) : window.from,
});

const computerOf = ({ targetType, targetID }: SystemEventItem): number | undefined =>
  targetType === 'Computer' ? targetID : undefined;

const searchable = (event: SystemEventItem): SearchedEvent => ({
  event: shownSystemEvent(event),
  eventID: shownSystemEvent(event).eventID,
  computerID: computerOf(event),
  received: event.at,
});

/**
 * What is told of a computer is for who reaches it; what concerns none needs a right of its own (domain/api.md,
 * computerRights.canViewNotRelatedToComputers), and of a policy its reach as well.
 */
const sightOf = async (store: Store, caller: TenantCaller): Promise<(event: SystemEventItem) => boolean> => {
  const reached = await computersInReach(store, caller);
  const other = holds(caller.role, 'platformRights.computerRights.canViewNotRelatedToComputers');
  return ({ targetType, targetID }) => {
    if (targetID === undefined) return other;
    if (targetType === 'Computer') return reached(targetID);
    return other && (targetType !== 'Policy' || reachesPolicy(caller.role, targetID));
  };
};

const startAt = ({ to }: Window, now: number): Position => ({ hour: hourOf(Math.min(to, now)) });

const startOfSearch = (text: string | undefined, window: Window, now: number): Outcome<Position> => {
  if (text === undefined) return accept(startAt(window, now));
  const cursor = readSystemCursor(text);
  if (!cursor.ok) return cursor;
  const { w, h, k } = cursor.value;
  return w[0] === window.from && w[1] === window.to ? accept({ hour: h, after: k }) : otherSearch;
};

const otherSearch = refuse('invalid', 'cursor: it belongs to a search with other criteria.', 'invalid', {
  field: 'cursor',
});

const startFrom = (
  query: {
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly cursor?: string | undefined;
  },
  now: number,
): Outcome<{ readonly window: Window; readonly position: Position }> => {
  if (query.cursor === undefined) {
    const window = windowOf(query, now);
    return window.ok ? accept({ window: window.value, position: startAt(window.value, now) }) : window;
  }
  const cursor = readSystemCursor(query.cursor);
  if (!cursor.ok) return cursor;
  const { w, h, k } = cursor.value;
  return accept({ window: { from: w[0], to: w[1] }, position: { hour: h, after: k } });
};

const read = async (store: Store, tenant: string, look: Look, now: number) => {
  const { window, position: from, limit } = look;
  const oldest = hourOf(Math.max(window.from, now - LOG_LIFE));
  const events: SystemEventItem[] = [];
  let hour = from.hour;
  for (; hour >= oldest && from.hour - hour < MOST_HOURS; hour -= AT_ONCE) {
    const hours = Array.from({ length: Math.min(AT_ONCE, hour - oldest + 1) }, (_, i) => hour - i);
    const pages = await Promise.all(
      hours.map((h) =>
        store.query(partitions.systemEvents(tenant, h), systemEventItem, {
          descending: true,
          limit: PAGE,
          ...(h === from.hour && from.after !== undefined && { after: from.after }),
        }),
      ),
    );
    for (const [i, page] of pages.entries()) {
      const h = hours[i] ?? hour;
      for (const event of page.items) {
        if (event.at < window.from || event.at > window.to || !look.wanted(event)) continue;
        events.push(event);
        if (events.length === limit)
          return { events, next: { hour: h, after: event.sk }, searchedUntil: event.at };
      }
      if (page.next !== undefined) {
        return { events, next: { hour: h, after: page.next }, searchedUntil: (h + 1) * 3_600_000 };
      }
    }
  }
  return hour >= oldest
    ? { events, next: { hour } as Position, searchedUntil: (hour + 1) * 3_600_000 }
    : { events, next: undefined, searchedUntil: window.from };
};
