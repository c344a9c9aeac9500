import { reachesPolicy } from '../../shared/domain/access/reach.ts';
import { holds } from '../../shared/domain/access/role.ts';
import type { Window } from '../../shared/domain/event/placement.ts';
import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import { accept, type Outcome } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { computersInReach } from '../../shared/http/reach.ts';
import { eventRoutes } from '../../shared/schema/routes/events.ts';
import { type SystemEventItem, systemEventItem } from '../../shared/table/entities/system-event.ts';
import { hourOf, partitions } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { readSystemCursor, writeCursor } from './cursor.ts';
import { windowOf } from './window.ts';

const DEFAULT_LIMIT = 100;
/** A call looks at no more than a week of hours, twelve at once. */
const MOST_HOURS = 168;
const AT_ONCE = 12;
const PAGE = 500;

interface Position {
  readonly hour: number;
  readonly after?: string;
}

/** What happened in the plane and what it noticed (EVT-2); times are the plane's own, so hours are in true order. */
export const systemEventHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(eventRoutes.listSystemEvents, async ({ caller, query, now }) => {
    const start = startFrom(query, now);
    if (!start.ok) return start;
    const { window, position } = start.value;
    const sees = await sightOf(store, caller);
    const found = await read(store, caller.tenantID, window, position, { ...query, sees }, now);
    return accept({
      systemEvents: found.events.map(shown),
      ...(found.next && {
        next: writeCursor({ w: [window.from, window.to], h: found.next.hour, k: found.next.after ?? '~' }),
      }),
      searchedUntil: found.next ? Math.max(window.from, found.searchedUntil) : window.from,
    });
  }),
];

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
    return window.ok
      ? accept({ window: window.value, position: { hour: hourOf(Math.min(window.value.to, now)) } })
      : window;
  }
  const cursor = readSystemCursor(query.cursor);
  if (!cursor.ok) return cursor;
  const { w, h, k } = cursor.value;
  return accept({ window: { from: w[0], to: w[1] }, position: { hour: h, after: k } });
};

const read = async (
  store: Store,
  tenant: string,
  window: Window,
  from: Position,
  query: {
    readonly computerID?: number | undefined;
    readonly limit?: number | undefined;
    readonly sees: (event: SystemEventItem) => boolean;
  },
  now: number,
) => {
  const limit = query.limit ?? DEFAULT_LIMIT;
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
        if (!isWanted(event, window, query.computerID) || !query.sees(event)) continue;
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

const isWanted = (event: SystemEventItem, window: Window, computerID: number | undefined): boolean =>
  event.at >= window.from &&
  event.at <= window.to &&
  (computerID === undefined || (event.targetType === 'Computer' && event.targetID === computerID));

const shown = ({
  pk: _pk,
  sk: _sk,
  kind: _kind,
  tenant: _tenant,
  expiresAt: _end,
  ...event
}: SystemEventItem) => event;
