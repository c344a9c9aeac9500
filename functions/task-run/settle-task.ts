import { logExpiry } from '../../shared/domain/event/retention.ts';
import { nextStep, type OpenRun, type PlanChange, type TaskStep } from '../../shared/domain/task/run.ts';
import { type KeptTask, keptTask } from '../../shared/schema/api/task/scheduled-task.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { type ObjectItem, readObject } from '../../shared/table/entities/object/object.ts';
import { newTaskRun, stopTaskRuns } from '../../shared/table/entities/task/task-run.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { Change, Write } from '../../shared/table/store.ts';
import type { TaskDeps } from './deps.ts';
import { issueRun } from './issue-run.ts';
import { skippedEvent, startedEvent } from './records.ts';

/** What a change of other hands in between may cost; then the message comes again. */
const TURNS = 10;

/** The schedule of a task, at most 64 characters: a GUID, and an id of up to 12 digits. */
export const scheduleName = (tenant: string, taskID: number): string => `${tenant}-${taskID}`;

/**
 * Brings a scheduled task up to now: what is due is issued, what was begun goes on, and its schedule is set to what
 * comes next. It may be called at any time and any number of times. What the table says counts; a schedule that fires
 * early or late, twice or not at all changes only when somebody looks.
 */
export const settleTask = async (deps: TaskDeps, tenant: string, taskID: number): Promise<void> => {
  for (let turn = 0; turn < TURNS; turn++) {
    const item = await readObject(deps.store, tenant, 'scheduledtasks', taskID);
    if (!item) {
      await stopTaskRuns(deps.store, tenant, taskID);
      return deps.scheduler.cancel(scheduleName(tenant, taskID));
    }
    const task = keptTask.parse(item.members);
    const state = (await readTenant(deps.store, tenant))?.tenantState;
    const at = deps.now();
    const step = nextStep(task, state === 'active' || state === 'restricted', at);
    if (step.do === 'rest') return arm(deps, tenant, taskID, task);
    if (step.do === 'go-on') {
      const came = await issueRun(deps, tenant, taskID, task, step.run);
      if (came === 'through') continue;
      return came === 'more' ? deps.tasks.send({ version: 1, tenant, taskID }) : undefined;
    }
    await write(deps, item, task, step, at);
  }
  throw new Error(`task ${taskID} of ${tenant} is changed too often to be run`);
};

/** Not in the past, which the scheduler may refuse; by then it is due and the next look issues it. */
const SOONEST = 2_000;

const arm = ({ scheduler, now }: TaskDeps, tenant: string, taskID: number, task: KeptTask): Promise<void> => {
  const name = scheduleName(tenant, taskID);
  if (!task.enabled || task.nextRunTime === undefined) return scheduler.cancel(name);
  return scheduler.at(name, Math.max(task.nextRunTime, now() + SOONEST), { version: 1, tenant, taskID });
};

/** The plan, the run and what people are told of it, or nothing when the task has changed. */
const write = async (
  { store }: TaskDeps,
  item: ObjectItem,
  task: KeptTask,
  step: Exclude<TaskStep, { do: 'rest' | 'go-on' }>,
  at: number,
): Promise<void> => {
  const about = { tenant: item.tenant, taskID: item.ID, name: task.name, run: step.run, at };
  const records: Write[] = [
    { put: step.do === 'issue' ? startedEvent(about) : skippedEvent(about, step.why) },
    ...(step.do === 'issue' ? [runPut(item, task, step.run, at)] : []),
  ];
  await store.transact([
    {
      update: { pk: item.pk, sk: item.sk },
      change: memberChange(step.change),
      if: equals('revision', item.revision),
    },
    ...records,
  ]);
};

const runPut = (item: ObjectItem, { type }: KeptTask, run: OpenRun, issued: number): Write => ({
  put: newTaskRun(item.tenant, item.ID, run, { type, issued, expiresAt: logExpiry(issued) }),
  if: absent('pk'),
});

const memberChange = (change: PlanChange): Change => {
  const entries = Object.entries(change).map(([member, value]) => [`members.${member}`, value] as const);
  return {
    set: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    add: { revision: 1 },
    remove: entries.filter(([, value]) => value === undefined).map(([path]) => path),
  };
};
