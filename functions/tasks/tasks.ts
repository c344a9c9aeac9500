import { holds } from '../../shared/domain/access/role.ts';
import { refuse } from '../../shared/domain/outcome.ts';
import { reportTemplates as templates } from '../../shared/domain/report/templates.ts';
import { checkTask } from '../../shared/domain/task/check.ts';
import { checkConditions } from '../../shared/domain/task/event-based.ts';
import { planned } from '../../shared/domain/task/run.ts';
import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { reportTemplates } from '../../shared/schema/api/report/report-template.ts';
import { eventBasedTasks } from '../../shared/schema/api/task/event-based-task.ts';
import { scheduledTasks } from '../../shared/schema/api/task/scheduled-task.ts';
import { checkTaskReach } from './reach.ts';
import { taskRunHandlers } from './runs.ts';
import { checkActions, checkTargets } from './targets.ts';

const MOST_TASKS = 1000;

const execute = 'platformRights.scheduledTaskRights.canExecuteScheduledTasks';
const mayNotRun = refuse(
  'forbidden',
  `Not authorized to run scheduled tasks (runNow). This needs the right ${execute}.`,
  'missing-right',
);

export const taskHandlers = (deps: ApiDeps): readonly Handler[] => [
  ...collectionHandlers(deps, scheduledTasks, {
    most: MOST_TASKS,
    events: { title: 'Scheduled Task', created: 560, deleted: 561, updated: 562 },
    checkRemove: (item, caller) => checkTaskReach(deps.store, caller, item),
    check: async ({ runNow, ...item }, { caller, store, now, given, before }) => {
      if (runNow && given.runNow && !holds(caller.role, execute)) return mayNotRun;
      for (const task of before ? [before, item] : [item]) {
        const reached = await checkTaskReach(store, caller, task);
        if (!reached.ok) return reached;
      }
      const asked = runNow && given.runNow ? { runRequested: now } : {};
      const checked = checkTask(planned({ ...item, ...asked }, before, now));
      if (!checked.ok) return checked;
      const targets = await checkTargets(store, caller.tenantID, item);
      return targets.ok ? checked : targets;
    },
  }),
  ...taskRunHandlers(deps),
  ...collectionHandlers(deps, eventBasedTasks, {
    most: MOST_TASKS,
    events: { title: 'Event-Based Task', created: 594, deleted: 595, updated: 596 },
    check: async (item, { caller, store }) => {
      const conditions = checkConditions(item.conditions);
      if (!conditions.ok) return conditions;
      const targets = await checkActions(store, caller, item.actions);
      return targets.ok ? { ok: true, value: item } : targets;
    },
  }),
  ...collectionHandlers(deps, reportTemplates, { builtin: templates }),
];
