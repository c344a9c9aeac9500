import { nextTime, type Schedule } from './next-time.ts';

/** What is kept of a scheduled task beside what people write; times in epoch ms. */
export interface TaskPlan {
  readonly enabled: boolean;
  readonly scheduleDetails: Schedule & { readonly recurrenceCount?: number | undefined };
  /** When it is to be issued; absent: never. A time that has passed is still to be issued, once. */
  readonly nextRunTime?: number | undefined;
  /** When it was issued last. */
  readonly lastRunTime?: number | undefined;
  /** How often its schedule issued it. */
  readonly runs?: number | undefined;
  /** When people asked for a run at once, and which of these requests was met last. */
  readonly runRequested?: number | undefined;
  readonly ranRequested?: number | undefined;
  /** The run that is being issued. */
  readonly openRun?: OpenRun | undefined;
}

/** `set`: the time that the run is for, which with `by` names it. */
export interface OpenRun {
  readonly set: number;
  readonly by: 'schedule' | 'hand';
}

/** What a decision changes of a plan; `undefined` takes a member away. */
export type PlanChange = {
  readonly [M in 'nextRunTime' | 'lastRunTime' | 'runs' | 'ranRequested' | 'openRun']?:
    | TaskPlan[M]
    | undefined;
};

export type TaskStep =
  | { readonly do: 'issue'; readonly run: OpenRun; readonly change: PlanChange }
  /** Not issued, for good: people are told why. */
  | {
      readonly do: 'skip';
      readonly run: OpenRun;
      readonly why: 'running' | 'suspended';
      readonly change: PlanChange;
    }
  | { readonly do: 'go-on'; readonly run: OpenRun }
  | { readonly do: 'rest' };

/**
 * What is to be done for a task now. One set time is issued once, late rather than never, and however many were missed
 * while nobody looked, one run makes up for them. A run that is not through yet keeps the next one from beginning;
 * what people asked for waits for it. `mayRun`: false for a tenant that is suspended or gone.
 */
export const nextStep = (plan: TaskPlan, mayRun: boolean, now: number): TaskStep => {
  const due = plan.enabled && plan.nextRunTime !== undefined && plan.nextRunTime <= now;
  if (due && plan.nextRunTime !== undefined) {
    const run = { set: plan.nextRunTime, by: 'schedule' } as const;
    const before = plan.runs ?? 0;
    const why = plan.openRun ? 'running' : mayRun ? undefined : 'suspended';
    if (why) return { do: 'skip', run, why, change: { nextRunTime: following(plan, before, now) } };
    const runs = before + 1;
    const nextRunTime = following(plan, runs, now);
    return { do: 'issue', run, change: { runs, nextRunTime, lastRunTime: now, openRun: run } };
  }
  if (plan.openRun) return { do: 'go-on', run: plan.openRun };
  const { runRequested } = plan;
  if (runRequested === undefined || runRequested <= (plan.ranRequested ?? 0)) return { do: 'rest' };
  const run = { set: runRequested, by: 'hand' } as const;
  const met = { ranRequested: runRequested };
  if (!mayRun) return { do: 'skip', run, why: 'suspended', change: met };
  return { do: 'issue', run, change: { ...met, lastRunTime: now, openRun: run } };
};

/** The plan of a task that people made or changed: a new schedule counts anew, an old one keeps what is still to come. */
export const planned = <T extends TaskPlan>(task: T, before: TaskPlan | undefined, now: number): T => {
  const same =
    before !== undefined &&
    before.enabled === task.enabled &&
    JSON.stringify(before.scheduleDetails) === JSON.stringify(task.scheduleDetails);
  if (same) return task;
  const runs = before?.enabled === false && task.enabled ? (task.runs ?? 0) : 0;
  return { ...task, runs, nextRunTime: following(task, runs, now) };
};

/** A count of 0 is none: existing clients send it for a schedule without end. */
const following = ({ enabled, scheduleDetails }: TaskPlan, runs: number, now: number): number | undefined => {
  const { recurrenceCount = 0 } = scheduleDetails;
  if (!enabled || (recurrenceCount > 0 && runs >= recurrenceCount)) return undefined;
  return nextTime(scheduleDetails, now);
};

/** The sweep looks this long after a time at which something ought to have happened, in ms. */
const PATIENCE = 2 * 60_000;

/** Whether nobody seems to look after a task: its schedule did not fire, or the message was lost. */
export const isForgotten = (plan: TaskPlan, now: number): boolean => {
  const late = now - PATIENCE;
  if (plan.openRun) return (plan.lastRunTime ?? 0) <= late;
  if (plan.enabled && plan.nextRunTime !== undefined && plan.nextRunTime <= late) return true;
  const asked = plan.runRequested ?? 0;
  return asked > (plan.ranRequested ?? 0) && asked <= late;
};
