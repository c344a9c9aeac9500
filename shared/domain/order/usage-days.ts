import { highestHeld } from './fee.ts';
import type { Holding } from './holding.ts';
import { type Day, nextDay, startOfDay } from './local-date.ts';

/** A day on which computers were activated or deactivated; there is no record of the other days. */
export interface SeatDay {
  readonly day: Day;
  /** How many were activated when the day began, and at its highest. */
  readonly began: number;
  readonly highest: number;
}

export interface UsageDay {
  readonly day: Day;
  readonly ordered: number;
  readonly activated: number;
}

/** Longest stretch of days that is asked for at once. */
export const MOST_DAYS = 400;

/** The days from one to another, both included; at most MOST_DAYS of them. */
export const daysBetween = (from: Day, to: Day): readonly Day[] => {
  const days: Day[] = [];
  for (let day = from; day <= to && days.length < MOST_DAYS; day = nextDay(day)) days.push(day);
  return days;
};

/**
 * Highest ordered and activated of each day. On days without a record as many were activated as when the next
 * recorded day began, or as are now: so nothing is written on days on which nothing changes. `seats`: the records
 * from the first day on, and at least one after the last day if there is one; `now`: activated at present.
 */
export const usageDays = (
  days: readonly Day[],
  seats: readonly SeatDay[],
  now: number,
  holdings: readonly Holding[],
  timeZone: string,
): readonly UsageDay[] => {
  const last = days.at(-1) ?? '';
  const recorded = new Map(seats.map((seat) => [seat.day, seat]));
  let carried = seats.find(({ day }) => day > last)?.began ?? now;
  let end = startOfDay(nextDay(last), timeZone);
  return days
    .toReversed()
    .map((day) => {
      const seat = recorded.get(day);
      const activated = seat?.highest ?? carried;
      carried = seat?.began ?? carried;
      const to = end;
      end = startOfDay(day, timeZone);
      return { day, ordered: highestHeld(holdings, { from: end, to }), activated };
    })
    .reverse();
};
