import type { HostRequest } from '../../shared/domain/computer/requests.ts';
import type { OpenRun } from '../../shared/domain/task/run.ts';
import type { KeptTask } from '../../shared/schema/api/task/scheduled-task.ts';
import { all, equals } from '../../shared/table/condition.ts';
import { readTaskRun, type TaskRunItem } from '../../shared/table/entities/task/task-run.ts';
import { keys } from '../../shared/table/keys.ts';
import { sendAlertSummary } from './alert-summary.ts';
import { askComputers } from './ask-computers.ts';
import { askReports } from './ask-reports.ts';
import type { TaskDeps } from './deps.ts';

/** How far a run has come; `note`: what came of it, in words. */
export type Progress = Partial<Pick<TaskRunItem, 'after' | 'asked' | 'ignored' | 'note'>> & {
  readonly through: boolean;
};

/** One stretch of a run's work, which may be repeated from where the last one was written down. */
export type Work = (deps: TaskDeps, task: KeptTask, run: TaskRunItem) => Promise<Progress>;

const asksFor =
  (what: HostRequest): Work =>
  (deps, task, run) =>
    askComputers(deps, task, run, what);

const nothingToDo =
  (note: string): Work =>
  async () => ({ through: true, note });

const noSources = nothingToDo('There is nothing to synchronize: computers come by activation.');

/** What each type of task does; the types that are not here are refused when a task is made. */
const works: Readonly<Partial<Record<KeptTask['type'], Work>>> = {
  'scan-for-recommendations': asksFor('scan-for-recommendations'),
  'check-for-security-updates': asksFor('check-for-security-updates'),
  'send-policy': asksFor('send-policy'),
  'send-alert-summary': sendAlertSummary,
  'generate-report': askReports,
  'scan-for-open-ports': nothingToDo(
    'Nothing scans ports from outside: hosts tell what listens with their scans.',
  ),
  'check-for-software-updates': nothingToDo('There are no agent packages to look for yet.'),
  'synchronize-directory': noSources,
  'synchronize-users': noSources,
  'synchronize-cloud-account': noSources,
};

const unknownType = nothingToDo('This service does not know the type of the task.');

/** `elsewhere`: another worker did this stretch meanwhile, and goes on with the run. */
export type Came = 'through' | 'more' | 'elsewhere';

/**
 * Does a stretch of a run and writes down how far it came, once it is through so that the task is free for the next.
 * Messages come twice, and the sweep sends another where a run takes long: only one of those who did a stretch goes on.
 */
export const issueRun = async (
  deps: TaskDeps,
  tenant: string,
  taskID: number,
  task: KeptTask,
  open: OpenRun,
): Promise<Came> => {
  const run = await readTaskRun(deps.store, tenant, taskID, open);
  const done: Progress = run ? await (works[task.type] ?? unknownType)(deps, task, run) : { through: true };
  const { through, ...came } = done;
  if (run) {
    const change = { set: { ...came, state: through ? 'issued' : 'issuing' } };
    const asRead = all(equals('after', run.after), equals('state', run.state));
    const written = await deps.store.transact([{ update: { pk: run.pk, sk: run.sk }, change, if: asRead }]);
    if (!written.ok) return 'elsewhere';
  }
  if (!through) return 'more';
  await free(deps, tenant, taskID, open);
  return 'through';
};

const free = ({ store }: TaskDeps, tenant: string, taskID: number, { set }: OpenRun): Promise<unknown> =>
  store.transact([
    {
      update: keys.object(tenant, 'scheduledtasks', taskID),
      change: { remove: ['members.openRun'], add: { revision: 1 } },
      if: equals('members.openRun.set', set),
    },
  ]);
