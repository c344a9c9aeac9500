import { randomUUID } from 'node:crypto';
import type { Invoke } from '../lambda/fleet.ts';
import type { Outcome } from '../lambda/invocation.ts';
import { localAccount } from '../template/names.ts';
import type { SchedulePart } from '../template/parts.ts';
import { nextTime } from './next.ts';

export interface Schedules {
  /** Fires a rule now; resolves when its targets have answered. Throws when there is no rule of that name. */
  fire(name: string): Promise<readonly Outcome[]>;
  stop(): void;
}

interface Options {
  readonly schedules: readonly SchedulePart[];
  readonly region: string;
  readonly invoke: Invoke;
  readonly report: (message: string) => void;
}

/** setTimeout's own limit; a longer wait is made in steps. */
const longestTimer = 2 ** 31 - 1;

const scheduledEvent = (schedule: SchedulePart, region: string, now: Date): object => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: localAccount,
  time: `${now.toISOString().slice(0, 19)}Z`,
  region,
  resources: [schedule.arn],
  detail: {},
});

/** Fires the template's rules at their times, as EventBridge does. A missed beat is not made up for. */
export function runSchedules({ schedules, region, invoke, report }: Options): Schedules {
  const timers = new Map<string, NodeJS.Timeout>();

  const fire = (schedule: SchedulePart): Promise<readonly Outcome[]> =>
    Promise.all(
      schedule.targets.map(async ({ functionArn, input }) => {
        const event = input === undefined ? scheduledEvent(schedule, region, new Date()) : JSON.parse(input);
        const outcome = await invoke(functionArn, event);
        if (!outcome.ok) report(`rule ${schedule.name}: ${outcome.reason}: ${outcome.message}`);
        return outcome;
      }),
    );

  const arm = (schedule: SchedulePart): void => {
    const at = nextTime(schedule.expression, new Date());
    if (!at) return;
    const wait = Math.min(longestTimer, at.getTime() - Date.now());
    const timer = setTimeout(() => {
      if (Date.now() >= at.getTime()) void fire(schedule);
      arm(schedule);
    }, wait);
    timer.unref();
    timers.set(schedule.name, timer);
  };
  for (const schedule of schedules) arm(schedule);

  return {
    fire: async (name) => {
      const schedule = schedules.find((each) => each.name === name);
      if (!schedule) {
        throw new Error(`no rule ${name}; there are: ${schedules.map((each) => each.name).join(', ')}`);
      }
      return fire(schedule);
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
