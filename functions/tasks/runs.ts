import { type HostRequest, hostRequests } from '../../shared/domain/computer/requests.ts';
import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TaskRun } from '../../shared/schema/api/task/task-run.ts';
import { taskRunRoutes } from '../../shared/schema/routes/task-runs.ts';
import { type HostItem, pageHosts } from '../../shared/table/entities/computer/host.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { listTaskRuns, type TaskRunItem } from '../../shared/table/entities/task/task-run.ts';
import type { Store } from '../../shared/table/store.ts';
import { checkTaskReach } from './reach.ts';

const MOST_RUNS = 100;
const MOST_COMPUTERS = 1000;
/** Pages of hosts that one answer looks through, 1,024 hosts each. */
const MOST_PAGES = 10;

/** What became of a task: when it was set for, when it was issued, when computers began. */
export const taskRunHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(taskRunRoutes.listScheduledTaskRuns, async ({ caller, params, query }) => {
    const { tenantID } = caller;
    const task = await readObject(store, tenantID, 'scheduledtasks', params.scheduledTaskID);
    if (!task || !(await checkTaskReach(store, caller, task.members)).ok) return missing('scheduled task');
    const { after, computersAfter = 0 } = query;
    const page = await listTaskRuns(store, tenantID, task.ID, { limit: MOST_RUNS, after });
    const [latest, ...others] = page.items;
    const last = page.items.at(-1);
    const next = page.next === undefined || !last ? {} : { next: `${last.set}-${last.by}` };
    if (!latest || after) return accept({ runs: page.items.map(view), ...next });
    const computers = await computersOf(store, latest, computersAfter);
    return accept({ runs: [{ ...view(latest), ...computers }, ...others.map(view)], ...next });
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
const computersOf = async (
  store: Store,
  run: TaskRunItem,
  after: number,
): Promise<Pick<TaskRun, 'computers' | 'moreComputersAfter'>> => {
  const what = hostRequests.find((request): request is HostRequest => request === run.type);
  if (!what) return {};
  const found: HostItem[] = [];
  let from: number | undefined = after;
  for (let turn = 0; turn < MOST_PAGES && from !== undefined && found.length < MOST_COMPUTERS; turn++) {
    const page: Awaited<ReturnType<typeof pageHosts>> = await pageHosts(store, run.tenant, from);
    found.push(...page.hosts.filter(({ gone, requests }) => !gone && requests?.[what] === run.issued));
    from = page.next;
  }
  const shown = found.slice(0, MOST_COMPUTERS);
  const more = found.length > shown.length ? shown.at(-1)?.ID : from;
  return {
    computers: shown.map(({ ID, answered }) => {
      const answer = answered?.[what];
      return { computerID: ID, ...(answer?.requested === run.issued && { startTime: answer.started }) };
    }),
    ...(more !== undefined && { moreComputersAfter: more }),
  };
};
