import { statefulInspection } from '../../shared/domain/firewall/stateful-defaults.ts';
import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { contexts } from '../../shared/schema/api/policy/context.ts';
import { statefulConfigurations } from '../../shared/schema/api/policy/stateful-configuration.ts';
import { schedules } from '../../shared/schema/api/task/schedule.ts';
import { listUsers } from './list-users.ts';
import { statefulUsers } from './stateful-users.ts';

/** Under which conditions rules work: hours, networks, connection tracking. */
export const conditionHandlers = (deps: ApiDeps): readonly Handler[] => [
  ...collectionHandlers(deps, schedules, {
    events: { title: 'Schedule', created: 550, deleted: 551, updated: 552 },
    users: listUsers(deps.store, ['scheduleID']),
  }),
  ...collectionHandlers(deps, contexts, {
    events: { title: 'Context', created: 505, deleted: 506, updated: 507 },
    users: listUsers(deps.store, ['contextID']),
  }),
  ...collectionHandlers(deps, statefulConfigurations, {
    builtin: [statefulInspection],
    editable: true,
    events: { title: 'Firewall Stateful Configuration', created: 420, deleted: 421, updated: 422 },
    users: statefulUsers(deps.store),
  }),
];
