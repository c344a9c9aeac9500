import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { computersInReach } from '../../shared/http/reach.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import { eventRoutes } from '../../shared/schema/routes/events.ts';
import type { Store } from '../../shared/table/store.ts';
import { type HostCursor, readHostCursor, writeCursor } from './cursor.ts';
import type { Scope } from './read-slice.ts';
import { type Position, search } from './search.ts';
import type { FoundEvent } from './unpack-events.ts';
import { windowOf } from './window.ts';

const DEFAULT_LIMIT = 100;

interface EventQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly computerID?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Events of hosts, by kind (EVT-1). */
export const hostEventHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(eventRoutes.listIntrusionPreventionEvents, async ({ caller, query, now }) => {
    const page = await pageOf(store, caller, 'intrusion-prevention', query, now);
    return page.ok ? accept({ intrusionPreventionEvents: page.value.events, ...page.value.rest }) : page;
  }),
  on(eventRoutes.listFirewallEvents, async ({ caller, query, now }) => {
    const page = await pageOf(store, caller, 'firewall', query, now);
    return page.ok ? accept({ firewallEvents: page.value.events, ...page.value.rest }) : page;
  }),
  on(eventRoutes.listAgentEvents, async ({ caller, query, now }) => {
    const page = await pageOf(store, caller, 'agent', query, now);
    return page.ok ? accept({ agentEvents: page.value.events, ...page.value.rest }) : page;
  }),
];

const pageOf = async <K extends HostEvent['kind']>(
  store: Store,
  caller: TenantCaller,
  kind: K,
  query: EventQuery,
  now: number,
) => {
  const start = startFrom(query, now);
  if (!start.ok) return start;
  const { window, position } = start.value;
  const scope: Scope = {
    tenant: caller.tenantID,
    computerID: query.computerID,
    window,
    now,
    sees: await computersInReach(store, caller),
  };
  if (position && !fits(position, query.computerID)) return otherSearch;
  const found = await search(store, scope, kind, query.limit ?? DEFAULT_LIMIT, position);
  return accept({
    events: found.events.map(shown),
    rest: {
      ...(found.next && { next: writeCursor(cursorOf(found.next, window)) }),
      searchedUntil: found.searchedUntil,
    },
  });
};

const startFrom = (
  query: EventQuery,
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

const otherSearch = refuse('invalid', 'cursor: it belongs to a search with another computerID.', 'invalid', {
  field: 'cursor',
});

/** A cursor of one computer's search stands at that computer's batches. */
const fits = ({ place, end }: Position, computerID: number | undefined): boolean =>
  computerID === undefined ||
  [place.after, end?.[1]].every((sk) => sk === undefined || Number(sk.slice(0, 12)) === computerID);

const positionOf = ({ h, s, k, e, l }: Omit<HostCursor, 'w'>): Position => ({
  place: { hour: h, shard: s, after: k },
  end: e,
  last: l && { at: l[0], computerID: l[1], batchID: l[2], index: l[3] },
});

const cursorOf = ({ place, end, last }: Position, window: { from: number; to: number }): HostCursor => ({
  w: [window.from, window.to],
  h: place.hour,
  s: place.shard,
  ...(place.after !== undefined && { k: place.after }),
  ...(end && { e: [end[0], end[1]] }),
  ...(last && { l: [last.at, last.computerID, last.batchID, last.index] }),
});

const shown = <K extends HostEvent['kind']>({ event, rank, received, skewed }: FoundEvent<K>) => ({
  ...event,
  eventID: `${rank.batchID}-${rank.index}`,
  computerID: rank.computerID,
  received,
  ...(skewed && { skewed }),
});
