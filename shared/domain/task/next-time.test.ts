import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTime, type Schedule } from './next-time.ts';

const at = (text: string): number => Date.parse(text);
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();
const DAY = 86_400_000;

const tokyo = 'Asia/Tokyo';
const newYork = 'America/New_York';

describe('when a task runs next', () => {
  // 23 November 2026 is a Monday.
  it.each<[string, Schedule, string, string | undefined]>([
    [
      'once, in the future',
      {
        timeZone: tokyo,
        recurrenceType: 'none',
        onceOnlyScheduleParameters: { startTime: at('2026-12-01T00:00Z') },
      },
      '2026-11-23T00:00Z',
      '2026-12-01T00:00:00.000Z',
    ],
    [
      'once, and that is over',
      {
        timeZone: tokyo,
        recurrenceType: 'none',
        onceOnlyScheduleParameters: { startTime: at('2026-12-01T00:00Z') },
      },
      '2026-12-01T00:00Z',
      undefined,
    ],
    [
      'once, at no time: by hand only',
      { timeZone: tokyo, recurrenceType: 'none' },
      '2026-12-01T00:00Z',
      undefined,
    ],
    [
      'hourly, where hours are half an hour off',
      {
        timeZone: 'Asia/Kolkata',
        recurrenceType: 'hourly',
        hourlyScheduleParameters: { minutesPastTheHour: '15' },
      },
      '2026-11-23T10:00Z',
      '2026-11-23T10:45:00.000Z',
    ],
    [
      'daily, by the time of day of the start time',
      {
        timeZone: tokyo,
        recurrenceType: 'daily',
        dailyScheduleParameters: { startTime: at('1970-01-05T18:30Z'), frequencyType: 'everyday' },
      },
      '2026-11-23T00:00Z',
      '2026-11-23T18:30:00.000Z',
    ],
    [
      'not before its start time',
      {
        timeZone: tokyo,
        recurrenceType: 'daily',
        dailyScheduleParameters: { startTime: at('2026-12-05T18:30Z'), frequencyType: 'everyday' },
      },
      '2026-11-23T00:00Z',
      '2026-12-05T18:30:00.000Z',
    ],
    [
      'on weekdays of the zone, not of UTC',
      {
        timeZone: tokyo,
        recurrenceType: 'daily',
        dailyScheduleParameters: { startTime: at('2026-11-01T18:30Z'), frequencyType: 'weekdays' },
      },
      '2026-11-27T00:00Z',
      '2026-11-29T18:30:00.000Z',
    ],
    [
      'every third day from the first',
      {
        timeZone: newYork,
        recurrenceType: 'daily',
        dailyScheduleParameters: {
          startTime: at('2026-11-20T12:00Z'),
          frequencyType: 'custom',
          customInterval: 3,
        },
      },
      '2026-11-23T12:00Z',
      '2026-11-26T12:00:00.000Z',
    ],
    [
      'every second week on Monday and Thursday',
      {
        timeZone: tokyo,
        recurrenceType: 'weekly',
        weeklyScheduleParameters: {
          startTime: at('2026-11-23T00:00Z'),
          interval: 2,
          days: ['monday', 'thursday'],
        },
      },
      '2026-11-26T00:00Z',
      '2026-12-07T00:00:00.000Z',
    ],
    [
      'monthly on a day that February has not',
      {
        timeZone: tokyo,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: {
          startTime: at('2026-01-01T00:00Z'),
          frequencyType: 'day-of-month',
          dayOfMonth: 31,
        },
      },
      '2027-02-01T00:00Z',
      '2027-03-31T00:00:00.000Z',
    ],
    [
      'on the last day of chosen months',
      {
        timeZone: tokyo,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: {
          startTime: at('2026-01-01T00:00Z'),
          frequencyType: 'last-day-of-month',
          months: ['feburary'],
        },
      },
      '2027-03-01T00:00Z',
      '2028-02-29T00:00:00.000Z',
    ],
    [
      'on the second Tuesday',
      {
        timeZone: newYork,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: {
          startTime: at('2026-01-01T18:00Z'),
          frequencyType: 'custom',
          weekOfMonth: 'second',
          dayOfWeek: 'tuesday',
        },
      },
      '2026-11-23T00:00Z',
      '2026-12-08T18:00:00.000Z',
    ],
    [
      'on the last Friday',
      {
        timeZone: newYork,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: {
          startTime: at('2026-01-01T18:00Z'),
          frequencyType: 'custom',
          weekOfMonth: 'last',
          dayOfWeek: 'friday',
        },
      },
      '2026-11-23T00:00Z',
      '2026-11-27T18:00:00.000Z',
    ],
    [
      'on a day that no month has',
      {
        timeZone: tokyo,
        recurrenceType: 'monthly',
        monthlyScheduleParameters: {
          startTime: 0,
          frequencyType: 'day-of-month',
          dayOfMonth: 30,
          months: ['feburary'],
        },
      },
      '2026-11-23T00:00Z',
      undefined,
    ],
  ])('%s', (_, schedule, after, expected) => {
    expect(iso(nextTime(schedule, at(after)))).toBe(expected);
  });

  const daily = (startTime: string): Schedule => ({
    timeZone: newYork,
    recurrenceType: 'daily',
    dailyScheduleParameters: { startTime: at(startTime), frequencyType: 'everyday' },
  });

  it('runs what the zone skips at the first moment after, and what it shows twice once', () => {
    // 02:30 is skipped on 8 March 2026; 01:30 is shown twice on 1 November 2026.
    const skipped = daily('2026-01-01T07:30Z');
    expect(iso(nextTime(skipped, at('2026-03-07T12:00Z')))).toBe('2026-03-08T07:00:00.000Z');
    expect(iso(nextTime(skipped, at('2026-03-08T07:00Z')))).toBe('2026-03-09T06:30:00.000Z');
    const twice = daily('2026-01-01T06:30Z');
    expect(iso(nextTime(twice, at('2026-10-31T12:00Z')))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(nextTime(twice, at('2026-11-01T05:30Z')))).toBe('2026-11-02T06:30:00.000Z');
  });
});

/**
 * The oracle: a clock that walks through a year in steps of five minutes and looks at the wall. A set time is due at
 * the first step at which the wall has reached it.
 */
const STEP = 300_000;

const walk = (timeZone: string, year: number) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const from = Date.UTC(year, 0, 1) - 3 * DAY;
  const steps: { readonly time: number; readonly shown: string; readonly passed: readonly string[] }[] = [];
  let reached = '';
  for (let time = from; time < Date.UTC(year + 1, 0, 3); time += STEP) {
    const shown = format.format(time).slice(0, 16);
    const passed: string[] = [];
    if (reached !== '' && shown > reached) {
      let next = reached;
      while (next < shown) {
        next = new Date(Date.parse(`${next}Z`) + STEP).toISOString().slice(0, 16).replace('T', ' ');
        passed.push(next);
      }
    }
    if (shown > reached) reached = shown;
    steps.push({ time, shown, passed });
  }
  return steps;
};

/** Runs that are compared of each schedule. */
const MOST = 40;

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Whether `2026-11-23 04:30` is a set time, told from the text alone. */
const isSet = (schedule: Schedule, wall: string, start: string): boolean => {
  const [date = '', clock = ''] = wall.split(' ');
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const weekday = names[new Date(`${date}T00:00Z`).getUTCDay()] ?? '';
  const daysApart = (Date.parse(`${date}T00:00Z`) - Date.parse(`${start.slice(0, 10)}T00:00Z`)) / DAY;
  if (schedule.recurrenceType === 'hourly') {
    return clock.slice(3) === schedule.hourlyScheduleParameters?.minutesPastTheHour?.padStart(2, '0');
  }
  if (clock !== start.slice(11)) return false;
  const { dailyScheduleParameters: d, weeklyScheduleParameters: w, monthlyScheduleParameters: m } = schedule;
  if (d?.frequencyType === 'weekdays') return weekday !== 'saturday' && weekday !== 'sunday';
  if (d?.frequencyType === 'custom') return daysApart % (d.customInterval ?? 1) === 0;
  if (d) return true;
  if (w) {
    const startsOn = new Date(`${start.slice(0, 10)}T00:00Z`).getUTCDay();
    const weeksApart = Math.floor((daysApart + startsOn) / 7);
    return (w.days ?? []).includes(weekday) && weeksApart % (w.interval ?? 1) === 0;
  }
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (m?.frequencyType === 'day-of-month') return day === m.dayOfMonth;
  if (m?.frequencyType === 'last-day-of-month') return day === lastDay;
  if (weekday !== m?.dayOfWeek) return false;
  if (m.weekOfMonth === 'last') return day > lastDay - 7;
  return ['first', 'second', 'third', 'fourth'][Math.floor((day - 1) / 7)] === m.weekOfMonth;
};

describe.each([
  [tokyo, 2026],
  [newYork, 2026],
  ['Europe/London', 2027],
  ['Australia/Lord_Howe', 2026],
])('a year in %s, %i', (timeZone, year) => {
  const steps = walk(timeZone, year);
  const end = steps.at(-1)?.time ?? 0;
  // More often than not within the hours in which clocks are set.
  const minuteOfDay = fc.oneof(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 287 }));
  const day = fc.constantFrom(...names);
  const schedules = fc.oneof(
    fc
      .integer({ min: 0, max: 11 })
      .map((n) => ({ hourlyScheduleParameters: { minutesPastTheHour: String(5 * n) } }) as const),
    fc
      .record({
        frequencyType: fc.constantFrom('everyday', 'weekdays', 'custom'),
        customInterval: fc.integer({ min: 1, max: 40 }),
      })
      .map((dailyScheduleParameters) => ({ dailyScheduleParameters })),
    fc
      .record({
        interval: fc.integer({ min: 1, max: 5 }),
        days: fc.uniqueArray(day, { minLength: 1, maxLength: 7 }),
      })
      .map((weeklyScheduleParameters) => ({ weeklyScheduleParameters })),
    fc
      .record({
        frequencyType: fc.constantFrom('day-of-month', 'last-day-of-month', 'custom'),
        dayOfMonth: fc.integer({ min: 1, max: 31 }),
        weekOfMonth: fc.constantFrom('first', 'second', 'third', 'fourth', 'last'),
        dayOfWeek: day,
      })
      .map((monthlyScheduleParameters) => ({ monthlyScheduleParameters })),
  );

  it('runs exactly when a clock on the wall says so', () => {
    fc.assert(
      fc.property(schedules, minuteOfDay, fc.integer({ min: 0, max: 364 }), (parameters, fives, startDay) => {
        const [member = '', given] = Object.entries(parameters)[0] ?? [];
        const recurrenceType = member.replace('ScheduleParameters', '') as Schedule['recurrenceType'];
        const first = startDay * 288 + fives;
        const startTime = steps[first]?.time ?? 0;
        const start = steps[first]?.shown ?? '';
        const schedule: Schedule = { timeZone, recurrenceType, [member]: { startTime, ...given } };
        const expected: number[] = [];
        for (let i = first + 1; i < steps.length && expected.length < MOST; i++) {
          const step = steps[i];
          if (step?.passed.some((wall) => isSet(schedule, wall, start))) expected.push(step.time);
        }
        const found: number[] = [];
        let time = nextTime(schedule, startTime);
        while (time !== undefined && time <= end && found.length < MOST) {
          found.push(time);
          time = nextTime(schedule, time);
        }
        expect(found.map(iso)).toEqual(expected.map(iso));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
