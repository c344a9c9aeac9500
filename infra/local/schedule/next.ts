/**
 * When an EventBridge schedule fires next: `rate(5 minutes)` or `cron(minutes hours day-of-month month
 * day-of-week year)`, UTC. Beats of a rate fall on whole multiples of it, so that a machine that is started often
 * still fires. Throws on an expression it does not understand.
 */
export function nextTime(expression: string, after: Date): Date | undefined {
  const [, kind, inner = ''] = /^(rate|cron)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return nextBeat(inner, after);
  if (kind === 'cron') return nextCron(inner, after);
  throw new Error(`${expression} is not a schedule`);
}

const minute = 60_000;
const unitMs: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

function nextBeat(rate: string, after: Date): Date {
  const [, count = '0', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(rate) ?? [];
  const interval = Number(count) * (unitMs[unit] ?? 0);
  if (interval === 0) throw new Error(`rate(${rate}) is not a schedule`);
  return new Date((Math.floor(after.getTime() / interval) + 1) * interval);
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function numberOf(text: string, names: readonly string[], base: number): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + base : Number(text);
  if (!Number.isInteger(value)) throw new Error(`cron: ${text} is not a number`);
  return value;
}

/** The values a field allows; `*` and `?` allow all. Special days (L, W, #) are refused. */
function allowed(field: string, low: number, high: number, names: readonly string[] = []): Set<number> {
  const values = new Set<number>();
  for (const item of field.split(',')) {
    const [range = '', step = '1'] = item.split('/');
    const [first = '', last] = range.split('-');
    const open = range === '*' || range === '?';
    const from = open ? low : numberOf(first, names, low);
    const single = item.includes('/') ? high : from;
    const to = open ? high : last === undefined ? single : numberOf(last, names, low);
    const by = numberOf(step, [], 0);
    if (from < low || to > high || by < 1) throw new Error(`cron: ${item} is out of range`);
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

/** Looks day by day, then minute by minute of the day found; gives up after eight years (29 February). */
function nextCron(cron: string, after: Date): Date | undefined {
  const [minutes, hours, days, months, weekdays, years, ...more] = cron.split(/\s+/);
  if (!minutes || !hours || !days || !months || !weekdays || !years || more.length > 0) {
    throw new Error(`cron(${cron}) needs six fields`);
  }
  const minuteSet = allowed(minutes, 0, 59);
  const hourSet = allowed(hours, 0, 23);
  const daySet = allowed(days, 1, 31);
  const monthSet = allowed(months, 1, 12, monthNames);
  const weekdaySet = allowed(weekdays, 1, 7, dayNames);
  const yearSet = allowed(years, 1970, 2199);
  const dayFits = (day: Date): boolean =>
    yearSet.has(day.getUTCFullYear()) &&
    monthSet.has(day.getUTCMonth() + 1) &&
    daySet.has(day.getUTCDate()) &&
    weekdaySet.has(day.getUTCDay() + 1);
  const start = (Math.floor(after.getTime() / minute) + 1) * minute;
  const day = new Date(start);
  day.setUTCHours(0, 0, 0, 0);
  for (let i = 0; i < 8 * 366; i++, day.setUTCDate(day.getUTCDate() + 1)) {
    if (!dayFits(day)) continue;
    for (let m = 0; m < 24 * 60; m++) {
      const at = day.getTime() + m * minute;
      if (at >= start && hourSet.has(Math.floor(m / 60)) && minuteSet.has(m % 60)) return new Date(at);
    }
  }
  return undefined;
}
