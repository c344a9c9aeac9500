import { monthOf, monthPeriod, type Period } from '../order/local-date.ts';
import { accept, type Outcome, refuse } from '../outcome.ts';

export type { Period };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The time filters of behaviour.md section 9. */
export type TimeFilter =
  | { readonly type: 'last-24-hours' | 'last-7-days' | 'previous-month' }
  | { readonly type: 'custom'; readonly from: number; readonly to: number };

/** What a report or an export is about. The last day ends now; the month before is that of the tenant's zone. */
export const periodOf = (filter: TimeFilter, now: number, timeZone: string): Outcome<Period> => {
  switch (filter.type) {
    case 'last-24-hours':
      return accept({ from: now - DAY, to: now });
    case 'last-7-days':
      return accept({ from: now - 7 * DAY, to: now });
    case 'previous-month':
      return accept(monthBefore(now, timeZone));
    case 'custom':
      return filter.from < filter.to
        ? accept({ from: filter.from, to: filter.to })
        : refuse('invalid', 'timeFilter.from: must be earlier than timeFilter.to.', 'invalid', {
            field: 'timeFilter.from',
          });
  }
};

const lengths = { hour: HOUR, day: DAY, week: 7 * DAY } as const;

/** `value` units before now, as a scheduled task says it (api.md, timeRange); without one the last 24 hours. */
export const rangeBefore = (
  range: {
    readonly units?: 'hour' | 'day' | 'week' | 'month' | undefined;
    readonly value?: number | undefined;
  },
  now: number,
): Period => {
  const { units = 'hour', value = units === 'hour' ? 24 : 1 } = range;
  if (units !== 'month') return { from: Math.max(0, now - value * lengths[units]), to: now };
  const then = new Date(now);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - value);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(day, last));
  return { from: Math.max(0, then.getTime()), to: now };
};

const monthBefore = (now: number, timeZone: string): Period => {
  const begin = monthPeriod(monthOf(now, timeZone), timeZone).from;
  return monthPeriod(monthOf(begin - 1, timeZone), timeZone);
};
