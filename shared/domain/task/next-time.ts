import { firstReached, type Wall, wallOf } from '../wall-time.ts';

/** The members of scheduleDetails that decide when a task runs (api.md, ScheduleDetails). Times in epoch ms. */
export interface Schedule {
  readonly timeZone: string;
  readonly recurrenceType: 'none' | 'hourly' | 'daily' | 'weekly' | 'monthly';
  readonly onceOnlyScheduleParameters?: { readonly startTime?: number | undefined } | undefined;
  readonly hourlyScheduleParameters?: { readonly minutesPastTheHour?: string | undefined } | undefined;
  readonly dailyScheduleParameters?:
    | {
        readonly startTime?: number | undefined;
        readonly frequencyType?: 'everyday' | 'weekdays' | 'custom' | undefined;
        readonly customInterval?: number | undefined;
      }
    | undefined;
  readonly weeklyScheduleParameters?:
    | {
        readonly startTime?: number | undefined;
        readonly interval?: number | undefined;
        readonly days?: readonly string[] | undefined;
      }
    | undefined;
  readonly monthlyScheduleParameters?:
    | {
        readonly startTime?: number | undefined;
        readonly frequencyType?: 'day-of-month' | 'last-day-of-month' | 'custom' | undefined;
        readonly dayOfMonth?: number | undefined;
        readonly weekOfMonth?: 'first' | 'second' | 'third' | 'fourth' | 'last' | undefined;
        readonly dayOfWeek?: string | undefined;
        readonly months?: readonly string[] | undefined;
      }
    | undefined;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest wait for a day that fits: 29 February over a turn of the century. */
const MOST_DAYS = 9 * 366;

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
/** `feburary` is how the API spells it. */
export const months = [
  'january',
  'feburary',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;
const weeks = ['first', 'second', 'third', 'fourth'];

/**
 * When a task is to run next, after `after` (both epoch ms); undefined: never again. Set times are what the wall of
 * the task's zone shows: one that the zone skips runs at the first moment after, one that it shows twice runs once. A
 * start time gives the time of day, the day from which every N days or weeks are counted, and the earliest run.
 */
export const nextTime = (schedule: Schedule, after: number): number | undefined => {
  switch (schedule.recurrenceType) {
    case 'none':
      return later(schedule.onceOnlyScheduleParameters?.startTime, after);
    case 'hourly':
      return nextHourly(Number(schedule.hourlyScheduleParameters?.minutesPastTheHour ?? 0), schedule, after);
    case 'daily':
      return nextDay(schedule, schedule.dailyScheduleParameters?.startTime, after, daily(schedule));
    case 'weekly':
      return nextDay(schedule, schedule.weeklyScheduleParameters?.startTime, after, weekly(schedule));
    case 'monthly':
      return nextDay(schedule, schedule.monthlyScheduleParameters?.startTime, after, monthly(schedule));
  }
};

const later = (time: number | undefined, after: number): number | undefined =>
  time !== undefined && time > after ? time : undefined;

const nextHourly = (minutes: number, { timeZone }: Schedule, after: number): number => {
  // What the wall shows it has reached: nothing before that is still to come.
  let wall = Math.floor(wallOf(after, timeZone) / HOUR) * HOUR + minutes * MINUTE;
  for (;;) {
    const time = firstReached(wall, timeZone);
    if (time > after) return time;
    wall += HOUR;
  }
};

/** Days of the calendar by number; day 0 is 1 January 1970, a Thursday. */
type Fits = (day: number, first: number) => boolean;

const nextDay = (
  { timeZone }: Schedule,
  startTime: number | undefined,
  after: number,
  fits: Fits,
): number | undefined => {
  const start: Wall = startTime === undefined ? 0 : wallOf(startTime, timeZone);
  const firstDay = Math.floor(start / DAY);
  const timeOfDay = start - firstDay * DAY;
  const earliest = Math.max(after, (startTime ?? 0) - 1);
  const from = Math.floor(wallOf(earliest, timeZone) / DAY);
  for (let day = from; day <= from + MOST_DAYS; day++) {
    if (!fits(day, firstDay)) continue;
    const time = firstReached(day * DAY + timeOfDay, timeZone);
    if (time > earliest) return time;
  }
  return undefined;
};

const daily =
  ({ dailyScheduleParameters: { frequencyType = 'everyday', customInterval = 1 } = {} }: Schedule): Fits =>
  (day, first) => {
    if (frequencyType === 'everyday') return true;
    if (frequencyType === 'weekdays') return weekdayOf(day) >= 1 && weekdayOf(day) <= 5;
    return (day - first) % customInterval === 0;
  };

const weekly =
  ({ weeklyScheduleParameters: { interval = 1, days = [] } = {} }: Schedule): Fits =>
  (day, first) => {
    const wanted: readonly (string | undefined)[] = days.length > 0 ? days : [weekdays[weekdayOf(first)]];
    return wanted.includes(weekdays[weekdayOf(day)]) && (weekOf(day) - weekOf(first)) % interval === 0;
  };

const monthly =
  ({ monthlyScheduleParameters: given = {} }: Schedule): Fits =>
  (day, first) => {
    const date = new Date(day * DAY);
    const wanted = given.months ?? [];
    if (wanted.length > 0 && !wanted.includes(months[date.getUTCMonth()] ?? '')) return false;
    const number = date.getUTCDate();
    const isLast = (days: number): boolean =>
      new Date((day + days) * DAY).getUTCMonth() !== date.getUTCMonth();
    switch (given.frequencyType ?? 'day-of-month') {
      case 'day-of-month':
        return number === (given.dayOfMonth ?? new Date(first * DAY).getUTCDate());
      case 'last-day-of-month':
        return isLast(1);
      case 'custom': {
        if (weekdays[weekdayOf(day)] !== (given.dayOfWeek ?? weekdays[weekdayOf(first)])) return false;
        const week = given.weekOfMonth ?? 'first';
        return week === 'last' ? isLast(7) : weeks[Math.ceil(number / 7) - 1] === week;
      }
    }
  };

/** 0: Sunday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
/** Weeks begin on Sundays. */
const weekOf = (day: number): number => Math.floor((day + 4) / 7);
