import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planned, type TaskPlan } from '../../../../shared/domain/task/run.ts';
import { listReports } from '../../../../shared/table/entities/report/report.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { taskTenant } from '../../../support/tasks.ts';

/** A Monday. */
const begins = Date.parse('2026-11-23T12:00:00Z');
const at = (text: string): number => Date.parse(`${text}:00Z`);

let table: TestTable;
let plane: Awaited<ReturnType<typeof taskTenant>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  plane = await taskTenant(table, begins);
});

type Details = TaskPlan['scheduleDetails'];
const inTokyo = { timeZone: 'Asia/Tokyo' } as const;
const startTime = at('2026-11-23T17:30');

describe('a schedule fires when its zone’s wall says so, and is set anew', () => {
  it.each<[string, Details, string, string | undefined]>([
    [
      'once',
      { ...inTokyo, recurrenceType: 'none', onceOnlyScheduleParameters: { startTime } },
      '2026-11-23T17:30',
      undefined,
    ],
    [
      'hourly',
      { ...inTokyo, recurrenceType: 'hourly', hourlyScheduleParameters: { minutesPastTheHour: '35' } },
      '2026-11-23T12:35',
      '2026-11-23T13:35',
    ],
    [
      'daily',
      { ...inTokyo, recurrenceType: 'daily', dailyScheduleParameters: { startTime } },
      '2026-11-23T17:30',
      '2026-11-24T17:30',
    ],
    [
      'every 3 days',
      {
        ...inTokyo,
        recurrenceType: 'daily',
        dailyScheduleParameters: { startTime, frequencyType: 'custom', customInterval: 3 },
      },
      '2026-11-23T17:30',
      '2026-11-26T17:30',
    ],
    [
      // It is Tuesday in Tokyo already.
      'every 2 weeks on Tuesday and Thursday',
      {
        ...inTokyo,
        recurrenceType: 'weekly',
        weeklyScheduleParameters: { startTime, interval: 2, days: ['tuesday', 'thursday'] },
      },
      '2026-11-23T17:30',
      '2026-11-25T17:30',
    ],
    [
      'monthly by day',
      {
        ...inTokyo,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: { startTime, frequencyType: 'day-of-month', dayOfMonth: 31 },
      },
      '2026-12-30T17:30',
      '2027-01-30T17:30',
    ],
    [
      'on the last Friday of a month',
      {
        ...inTokyo,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: {
          ...{ startTime, frequencyType: 'custom', weekOfMonth: 'last', dayOfWeek: 'friday' },
        },
      },
      '2026-11-26T17:30',
      '2026-12-24T17:30',
    ],
  ])('%s', async (_what, scheduleDetails, first, second) => {
    await plane.seedHost(1);
    const plan = planned<TaskPlan>({ enabled: true, scheduleDetails }, undefined, begins);
    expect(plan.nextRunTime).toBe(at(first));
    await plane.seedTask(plan);
    plane.clock.now = at(first) - 1;
    await plane.settle();
    expect(await plane.runs()).toEqual([]);
    const due = second === undefined ? [first] : [first, second];
    for (const time of due) {
      plane.clock.now = at(time) + 400;
      await plane.settle();
      const [run] = await plane.runs();
      expect(run).toMatchObject({ set: at(time), issued: at(time) + 400, asked: 1, state: 'issued' });
    }
    expect((await plane.task())?.runs).toBe(due.length);
    expect((await plane.host(1))?.requests?.['scan-for-recommendations']).toBe(plane.clock.now);
    expect(plane.armed.size).toBe(second === undefined ? 0 : 1);
  });
});

describe('what each type does when it fires', () => {
  const asks =
    (what: 'scan-for-recommendations' | 'check-for-security-updates' | 'send-policy') => async () =>
      expect((await plane.host(1))?.requests).toEqual({ [what]: begins });
  const says = (note: string) => async () => expect((await plane.runs())[0]?.note).toBe(note);
  const nothingToSynchronize = says('There is nothing to synchronize: computers come by activation.');

  it.each<[string, object, () => Promise<void>]>([
    ['scan-for-recommendations', {}, asks('scan-for-recommendations')],
    ['check-for-security-updates', {}, asks('check-for-security-updates')],
    ['send-policy', {}, asks('send-policy')],
    [
      'generate-report',
      { generateReportTaskParameters: { reportTemplateID: 2, format: 'pdf' } },
      async () => {
        const { items } = await listReports(plane.store, plane.tenant, 9);
        expect(items).toMatchObject([{ state: 'waiting', task: { taskID: 5 } }]);
      },
    ],
    [
      'send-alert-summary',
      {},
      async () =>
        expect(plane.sent.notify).toMatchObject([{ what: 'alert-summary', taskID: 5, set: begins }]),
    ],
    ['synchronize-directory', {}, nothingToSynchronize],
    ['synchronize-users', {}, nothingToSynchronize],
    ['synchronize-cloud-account', {}, nothingToSynchronize],
  ])('%s, by its schedule', async (type, parameters, done) => {
    await plane.seedHost(1);
    await plane.seedTask({ type, ...parameters });
    await plane.settle();
    await done();
    expect(await plane.runs()).toMatchObject([{ set: begins, by: 'schedule', state: 'issued', type }]);
    // A check for updates is also told of each computer asked (273); its end follows with the host's answer.
    const asked = type === 'check-for-security-updates' ? [273] : [];
    expect(await plane.events()).toEqual([...asked, 564]);
  });

  it.each([
    ['once, late, for all that passed while the plane was down', true, 49 * 3_600_000, 1],
    ['not at all while it is disabled', false, 49 * 3_600_000, 0],
  ])('%s', async (_what, enabled, later, times) => {
    await plane.seedHost(1);
    await plane.seedTask({ enabled });
    plane.clock.now = begins + later;
    await plane.settle();
    await plane.settle();
    expect(await plane.runs()).toHaveLength(times);
  });
});
