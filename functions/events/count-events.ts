import type * as z from 'zod';
import { createCounter, type ValueCount } from '../../shared/domain/event/search/count.ts';
import { readEventQuery } from '../../shared/domain/event/search/query.ts';
import { accept } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import type { countFilter } from '../../shared/schema/api/event/event.ts';
import { eventRoutes } from '../../shared/schema/routes/events.ts';
import { readAround } from '../../shared/table/event-around.ts';
import { writeCursor } from './cursor.ts';
import type { EventDeps } from './deps.ts';
import { cursorOf, fits, otherSearch, positionIn, scopeOf } from './host-events.ts';
import { scan } from './scan.ts';

/** Counts of hosts' events by hour and by any field they are searched by: top lists, charts. */
export const hostEventCounts = (deps: EventDeps): readonly Handler[] => [
  on(eventRoutes.countIntrusionPreventionEvents, ({ caller, body, now }) =>
    counted(deps, caller, 'intrusion-prevention', body, now),
  ),
  on(eventRoutes.countFirewallEvents, ({ caller, body, now }) =>
    counted(deps, caller, 'firewall', body, now),
  ),
  on(eventRoutes.countAgentEvents, ({ caller, body, now }) => counted(deps, caller, 'agent', body, now)),
];

const counted = async (
  deps: EventDeps,
  caller: TenantCaller,
  kind: HostEvent['kind'],
  body: z.output<typeof countFilter>,
  now: number,
) => {
  const query = readEventQuery(kind, body);
  if (!query.ok) return query;
  const counter = createCounter(kind, body.by);
  if (!counter.ok) return counter;
  const position = positionIn(body.cursor, query.value);
  if (!position.ok) return position;
  if (position.value && !fits(position.value, query.value.computerID)) return otherSearch;
  const around = await readAround(
    deps,
    caller.tenantID,
    new Set([...query.value.needs, ...counter.value.needs]),
  );
  const scope = await scopeOf(deps, caller, query.value, now, around);
  const visit = counter.value.add;
  const { next, searchedUntil } = await scan(
    deps.store,
    scope,
    kind,
    (found) => visit(found, around),
    position.value,
  );
  const { total, by } = counter.value.counts(body.most);
  return accept({
    total,
    by: by as Record<string, ValueCount[]>,
    ...(next && { next: writeCursor(cursorOf(next, scope.window)) }),
    searchedUntil,
  });
};
