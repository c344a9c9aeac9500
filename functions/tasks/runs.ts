import { type HostRequest, hostRequests } from '../../shared/domain/computer/requests.ts';
import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TaskRun } from '../../shared/schema/api/task-run.ts';
import { taskRunRoutes } from '../../shared/schema/routes/task-runs.ts';
import { listHosts } from '../../shared/table/entities/computer/host.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { listTaskRuns, type TaskRunItem } from '../../shared/table/entities/task/task-run.ts';
import type { Store } from '../../shared/table/store.ts';
import { checkTaskReach } from './reach.ts';

const MOST_RUNS = 100;
const MOST_COMPUTERS = 1000;

/** What became of a task: when it was set for, when it was issued, when computers began. */
export const taskRunHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(taskRunRoutes.listScheduledTaskRuns, async ({ caller, params }) => {
    const { tenantID } = caller;
    const task = await readObject(store, tenantID, 'scheduledtasks', params.scheduledTaskID);
    if (!task || !(await checkTaskReach(store, caller, task.members)).ok) return missing('scheduled task');
    const { items } = await listTaskRuns(store, tenantID, task.ID, MOST_RUNS);
    const [latest, ...others] = items;
    if (!latest) return accept({ runs: [] });
    const computers = await computersOf(store, latest);
    return accept({ runs: [{ ...view(latest), ...(computers && { computers }) }, ...others.map(view)] });
  }),
];

const view = (run: TaskRunItem): TaskRun => ({
  setTime: run.set,
  startedBy: run.by,
  issueTime: run.issued,
  state: run.state,
  computersAsked: run.asked,
  computersIgnored: run.ignored,
  ...(run.note !== undefined && { note: run.note }),
});

/** Hosts remember what they were asked for last, so that this can be told of the latest run only. */
const computersOf = async (store: Store, run: TaskRunItem): Promise<TaskRun['computers']> => {
  const what = hostRequests.find((request): request is HostRequest => request === run.type);
  if (!what) return undefined;
  const hosts = await listHosts(store, run.tenant);
  return hosts
    .filter(({ gone, requests }) => !gone && requests?.[what] === run.issued)
    .sort((a, b) => a.ID - b.ID)
    .slice(0, MOST_COMPUTERS)
    .map(({ ID, answered }) => {
      const answer = answered?.[what];
      return { computerID: ID, ...(answer?.requested === run.issued && { startTime: answer.started }) };
    });
};
