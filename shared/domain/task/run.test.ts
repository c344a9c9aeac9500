import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForgotten, nextStep, planned, type TaskPlan } from './run.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const hourly = { timeZone: 'UTC', recurrenceType: 'hourly' } as const;
const plan = (more: Partial<TaskPlan> = {}): TaskPlan => ({
  enabled: true,
  scheduleDetails: hourly,
  ...more,
});
const open = { set: HOUR, by: 'schedule' } as const;

describe('what is done for a task', () => {
  it.each<[string, TaskPlan, number, object]>([
    ['before its time nothing', plan({ nextRunTime: HOUR }), HOUR - 1, { do: 'rest' }],
    [
      'at its time it is issued',
      plan({ nextRunTime: HOUR }),
      HOUR,
      { do: 'issue', run: open, change: { nextRunTime: 2 * HOUR, lastRunTime: HOUR, openRun: open } },
    ],
    [
      'missed for days, it is issued once',
      plan({ nextRunTime: HOUR }),
      99 * HOUR + 5,
      { do: 'issue', run: open, change: { nextRunTime: 100 * HOUR, lastRunTime: 99 * HOUR + 5 } },
    ],
    ['disabled, it rests', plan({ enabled: false, nextRunTime: HOUR }), HOUR, { do: 'rest' }],
    [
      'disabled and asked for by hand, it runs',
      plan({ enabled: false, runRequested: 7 }),
      8,
      { do: 'issue', run: { set: 7, by: 'hand' }, change: { ranRequested: 7 } },
    ],
    ['asked for once, it runs once', plan({ runRequested: 7, ranRequested: 7 }), 8, { do: 'rest' }],
    [
      'while a run is not through, the next one is skipped',
      plan({ openRun: open, nextRunTime: 2 * HOUR }),
      2 * HOUR,
      { do: 'skip', why: 'running', change: { nextRunTime: 3 * HOUR } },
    ],
    [
      'what people asked for waits for the run that is not through',
      plan({ openRun: open, runRequested: 7 }),
      8,
      { do: 'go-on', run: open },
    ],
    [
      'the last of a count has no next',
      plan({ scheduleDetails: { ...hourly, recurrenceCount: 2 }, runs: 1, nextRunTime: HOUR }),
      HOUR,
      { do: 'issue', change: { runs: 2, nextRunTime: undefined } },
    ],
  ])('%s', (_, before, now, step) => {
    expect(nextStep(before, true, now)).toMatchObject(step);
  });

  it('skips what a suspended tenant’s task would do, by schedule and by hand, and goes on with the next', () => {
    expect(nextStep(plan({ nextRunTime: HOUR }), false, HOUR)).toMatchObject({
      do: 'skip',
      why: 'suspended',
      change: { nextRunTime: 2 * HOUR },
    });
    expect(nextStep(plan({ runRequested: 7 }), false, 8)).toMatchObject({
      do: 'skip',
      change: { ranRequested: 7 },
    });
  });

  it('issues every set time at most once, and leaves none behind, whoever calls and how often', () => {
    const deed = fc.constantFrom(
      'look',
      'look',
      'run now',
      'through',
      'suspend',
      'resume',
      'disable',
      'enable',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(deed, fc.integer({ min: 0, max: 3 * HOUR })), { maxLength: 60 }),
        (deeds) => {
          let now = 0;
          let mayRun = true;
          let task = planned(plan(), undefined, now);
          const issued: string[] = [];
          for (const [what, ms] of deeds) {
            now += ms;
            if (what === 'run now') task = { ...task, runRequested: now };
            if (what === 'through') task = { ...task, openRun: undefined };
            if (what === 'suspend' || what === 'resume') mayRun = what === 'resume';
            if (what === 'disable' || what === 'enable') {
              task = planned({ ...task, enabled: what === 'enable' }, task, now);
            }
            const step = nextStep(task, mayRun, now);
            if (step.do === 'issue') issued.push(`${step.run.by} ${step.run.set}`);
            if ('change' in step) task = { ...task, ...step.change };
            if (task.enabled) expect(task.nextRunTime).toBeGreaterThan(now);
          }
          expect(new Set(issued).size).toBe(issued.length);
        },
      ),
    );
  });
});

describe('a plan', () => {
  it('keeps what is still to come when only the name changes, and counts anew with a new schedule', () => {
    const before = plan({ nextRunTime: HOUR, runs: 3 });
    expect(planned(before, before, 2 * HOUR)).toBe(before);
    const other = { ...hourly, hourlyScheduleParameters: { minutesPastTheHour: '30' } };
    expect(planned({ ...before, scheduleDetails: other }, before, 0)).toMatchObject({
      runs: 0,
      nextRunTime: 30 * MINUTE,
    });
    expect(planned({ ...before, enabled: false }, before, 0).nextRunTime).toBeUndefined();
  });

  it.each<[string, TaskPlan, boolean]>([
    ['in time', plan({ nextRunTime: HOUR - MINUTE }), false],
    ['overdue', plan({ nextRunTime: HOUR - 3 * MINUTE }), true],
    ['overdue and disabled', plan({ enabled: false, nextRunTime: 0 }), false],
    ['a run that stands still', plan({ openRun: open, lastRunTime: HOUR - 3 * MINUTE }), true],
    ['asked for and not heard', plan({ runRequested: HOUR - 3 * MINUTE }), true],
    ['asked for and met', plan({ runRequested: 5, ranRequested: 5 }), false],
  ])('is looked after by the sweep: %s', (_, task, forgotten) => {
    expect(isForgotten(task, HOUR)).toBe(forgotten);
  });
});
