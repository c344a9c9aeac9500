import { type EventQuery, readEventQuery } from '../../shared/domain/event/search/query.ts';
import type { Around } from '../../shared/domain/event/search/searched.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { SearchFilter } from '../../shared/domain/search/filter.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { computersInReach } from '../../shared/http/reach.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import { eventRoutes } from '../../shared/schema/routes/events.ts';
import { readAround } from './around.ts';
import { type HostCursor, readHostCursor, writeCursor } from './cursor.ts';
import type { EventDeps } from './deps.ts';
import { describeEvent } from './describe.ts';
import type { Scope } from './read-slice.ts';
import { type Position, search } from './search.ts';
import { eventIDOf, type FoundEvent, parseEvent } from './unpack-events.ts';
import { windowOf } from './window.ts';

/** Events of a page where nobody says how many. */
const DEFAULT_LIMIT = 100;
const DEFAULT_FOUND = 1000;
const MOST_FOUND = 5000;

interface ListQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly computerID?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

type Found = SearchFilter & { readonly cursor?: string | undefined };

/** Events of hosts, by kind (EVT-1). */
export const hostEventHandlers = (deps: EventDeps): readonly Handler[] => [
  on(eventRoutes.listIntrusionPreventionEvents, async ({ caller, query, now }) =>
    enveloped('intrusionPreventionEvents', await listed(deps, caller, 'intrusion-prevention', query, now)),
  ),
  on(eventRoutes.listFirewallEvents, async ({ caller, query, now }) =>
    enveloped('firewallEvents', await listed(deps, caller, 'firewall', query, now)),
  ),
  on(eventRoutes.listAgentEvents, async ({ caller, query, now }) =>
    enveloped('agentEvents', await listed(deps, caller, 'agent', query, now)),
  ),
  on(eventRoutes.searchIntrusionPreventionEvents, async ({ caller, body, now }) =>
    enveloped('intrusionPreventionEvents', await searched(deps, caller, 'intrusion-prevention', body, now)),
  ),
  on(eventRoutes.searchFirewallEvents, async ({ caller, body, now }) =>
    enveloped('firewallEvents', await searched(deps, caller, 'firewall', body, now)),
  ),
  on(eventRoutes.searchAgentEvents, async ({ caller, body, now }) =>
    enveloped('agentEvents', await searched(deps, caller, 'agent', body, now)),
  ),
  on(eventRoutes.describeIntrusionPreventionEvent, async ({ caller, params }) =>
    shownOne(await describeEvent(deps.store, caller, 'intrusion-prevention', params.eventID)),
  ),
  on(eventRoutes.describeFirewallEvent, async ({ caller, params }) =>
    shownOne(await describeEvent(deps.store, caller, 'firewall', params.eventID)),
  ),
  on(eventRoutes.describeAgentEvent, async ({ caller, params }) =>
    shownOne(await describeEvent(deps.store, caller, 'agent', params.eventID)),
  ),
];

interface Page<K extends HostEvent['kind']> {
  readonly events: readonly ReturnType<typeof shown<K>>[];
  readonly rest: { readonly next?: string; readonly searchedUntil: number };
}

const enveloped = <N extends string, K extends HostEvent['kind']>(name: N, page: Outcome<Page<K>>) =>
  page.ok
    ? accept({ [name]: [...page.value.events], ...page.value.rest } as Record<
        N,
        Page<K>['events'][number][]
      > &
        Page<K>['rest'])
    : page;

const listed = async <K extends HostEvent['kind']>(
  deps: ApiDeps,
  caller: TenantCaller,
  kind: K,
  query: ListQuery,
  now: number,
): Promise<Outcome<Page<K>>> => {
  const start = startFrom(query, now);
  if (!start.ok) return start;
  const { window, position } = start.value;
  const scope: Scope = {
    tenant: caller.tenantID,
    computerID: query.computerID,
    window,
    now,
    sees: await computersInReach(deps.store, caller),
    holds: () => true,
    mayHold: () => true,
  };
  return pageOf<K>(deps, scope, kind, query.limit ?? DEFAULT_LIMIT, position);
};

const searched = async <K extends HostEvent['kind']>(
  deps: EventDeps,
  caller: TenantCaller,
  kind: K,
  filter: Found,
  now: number,
): Promise<Outcome<Page<K>>> => {
  const query = readEventQuery(kind, filter);
  if (!query.ok) return query;
  const position = positionIn(filter.cursor, query.value);
  if (!position.ok) return position;
  const around = await readAround(deps, caller.tenantID, query.value.needs);
  const scope = await scopeOf(deps, caller, query.value, now, around);
  return pageOf<K>(deps, scope, kind, Math.min(filter.maxItems ?? DEFAULT_FOUND, MOST_FOUND), position.value);
};

/** What a search may look at, and how it decides. */
export const scopeOf = async (
  deps: ApiDeps,
  caller: TenantCaller,
  query: EventQuery,
  now: number,
  around: Around,
): Promise<Scope> => {
  const sees = await computersInReach(deps.store, caller);
  return {
    tenant: caller.tenantID,
    computerID: query.computerID,
    window: query.window,
    now,
    sees,
    holds: (found) => query.holds(found, around),
    mayHold: (summary) => query.mayHold(summary, around),
  };
};

const pageOf = async <K extends HostEvent['kind']>(
  { store }: ApiDeps,
  scope: Scope,
  kind: K,
  limit: number,
  position: Position | undefined,
): Promise<Outcome<Page<K>>> => {
  if (position && !fits(position, scope.computerID)) return otherSearch;
  const found = await search(store, scope, kind, limit, position);
  return accept({
    events: found.events.flatMap((raw) => parseEvent<K>(raw)).map((event) => shown(event)),
    rest: {
      ...(found.next && { next: writeCursor(cursorOf(found.next, scope.window)) }),
      searchedUntil: found.searchedUntil,
    },
  });
};

const startFrom = (
  query: ListQuery,
  now: number,
): Outcome<{ readonly window: { from: number; to: number }; readonly position?: Position }> => {
  if (query.cursor === undefined) {
    const window = windowOf(query, now);
    return window.ok ? accept({ window: window.value }) : window;
  }
  const cursor = readHostCursor(query.cursor);
  if (!cursor.ok) return cursor;
  const { w, ...rest } = cursor.value;
  return accept({ window: { from: w[0], to: w[1] }, position: positionOf(rest) });
};

/** Where a search of criteria goes on; a cursor of one over another time is not its. */
export const positionIn = (
  text: string | undefined,
  { window }: EventQuery,
): Outcome<Position | undefined> => {
  if (text === undefined) return accept(undefined);
  const cursor = readHostCursor(text);
  if (!cursor.ok) return cursor;
  const { w, ...rest } = cursor.value;
  return w[0] === window.from && w[1] === window.to ? accept(positionOf(rest)) : otherSearch;
};

export const otherSearch = refuse(
  'invalid',
  'cursor: it belongs to a search with other criteria.',
  'invalid',
  {
    field: 'cursor',
  },
);

/** A cursor of one computer's search stands at that computer's batches. */
export const fits = ({ place, end }: Position, computerID: number | undefined): boolean =>
  computerID === undefined ||
  [place.after, end?.[1]].every((sk) => sk === undefined || Number(sk.slice(0, 12)) === computerID);

const positionOf = ({ h, s, k, e, l }: Omit<HostCursor, 'w'>): Position => ({
  place: { hour: h, shard: s, after: k },
  end: e,
  last: l && { at: l[0], computerID: l[1], batchID: l[2], index: l[3] },
});

export const cursorOf = (
  { place, end, last }: Position,
  window: { from: number; to: number },
): HostCursor => ({
  w: [window.from, window.to],
  h: place.hour,
  s: place.shard,
  ...(place.after !== undefined && { k: place.after }),
  ...(end && { e: [end[0], end[1]] }),
  ...(last && { l: [last.at, last.computerID, last.batchID, last.index] }),
});

const shownOne = <K extends HostEvent['kind']>(found: Outcome<FoundEvent<K>>) =>
  found.ok ? accept(shown(found.value)) : found;

const shown = <K extends HostEvent['kind']>({ event, rank, received, skewed }: FoundEvent<K>) => ({
  ...event,
  eventID: eventIDOf(rank),
  computerID: rank.computerID,
  received,
  ...(skewed && { skewed }),
});
