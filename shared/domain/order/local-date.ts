import { wallOf } from '../wall-time.ts';

/** A day, `2026-11-23`, or a month, `2026-11`, as the calendar of a time zone has it. */
export type Day = string;
export type Month = string;

/** From the first moment to before the last; epoch ms. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600_000;
/** No zone is further from UTC than 14 hours. */
const FURTHEST = 15 * HOUR;

/** The day that a time (epoch ms) falls on in an IANA zone. */
export const dayOf = (time: number, timeZone: string): Day =>
  new Date(wallOf(time, timeZone)).toISOString().slice(0, 10);

export const monthOf = (time: number, timeZone: string): Month => dayOf(time, timeZone).slice(0, 7);

export const nextDay = (day: Day): Day => new Date(Date.parse(day) + 24 * HOUR).toISOString().slice(0, 10);

export const nextMonth = (month: Month): Month => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
};

/**
 * The first moment of a day: midnight, or where the clocks are set forward over midnight, what they show next.
 * Looked for in the zone's own rules, so that no arithmetic with offsets can be wrong.
 */
export const startOfDay = (day: Day, timeZone: string): number => {
  let before = Date.parse(day) - FURTHEST;
  let reached = Date.parse(day) + FURTHEST;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (dayOf(middle, timeZone) < day) before = middle;
    else reached = middle;
  }
  return reached;
};

export const dayPeriod = (day: Day, timeZone: string): Period => ({
  from: startOfDay(day, timeZone),
  to: startOfDay(nextDay(day), timeZone),
});

export const monthPeriod = (month: Month, timeZone: string): Period => ({
  from: startOfDay(`${month}-01`, timeZone),
  to: startOfDay(`${nextMonth(month)}-01`, timeZone),
});
