import { LOG_LIFE } from '../retention.ts';
import { type EventClass, eventClasses } from '../search/fields.ts';
import type { Progress } from './schedule.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** With a notice 21 days before, as many weeks at once are due and not yet expired, and one that just has. */
const LOOKED_AT = 5;

/** Whether people are told before logs expire that no scheduled export holds, and how many days before. */
export interface ExpiryNotice {
  readonly enabled: boolean;
  readonly days: number;
}

/** Logs received in one week, half-open, epoch ms: told of at once, so that nobody gets a mail a day. */
export interface LogWeek {
  readonly from: number;
  readonly until: number;
}

/** Weeks of receipt whose first logs expire within so many days, down to the one that expired last; the latest first. */
export const weeksDue = ({ days }: ExpiryNotice, now: number): readonly LogWeek[] => {
  const latest = Math.floor((now - LOG_LIFE + days * DAY) / WEEK);
  return Array.from({ length: LOOKED_AT }, (_, i) => ({
    from: (latest - i) * WEEK,
    until: (latest - i + 1) * WEEK,
  }));
};

/** Classes of which logs of a week that is due would expire without being in a finished scheduled export. */
export const unexported = (
  { enabled }: ExpiryNotice,
  { until }: LogWeek,
  progress: Readonly<Partial<Record<EventClass, Progress>>>,
  now: number,
): readonly EventClass[] => {
  if (!enabled || until + LOG_LIFE <= now) return [];
  return eventClasses.filter((eventClass) => (progress[eventClass]?.until ?? 0) < until);
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Names the alert of a week. */
export const weekTarget = ({ from }: LogWeek): string => `logs-${dayOf(from)}`;

/** What the alert says. */
export const expiryReason = ({ from, until }: LogWeek, classes: readonly EventClass[]): string =>
  `Logs received from ${dayOf(from)} to ${dayOf(until - 1)} are in no finished scheduled export ` +
  `(${classes.join(', ')}). They are deleted from ${dayOf(from + LOG_LIFE)} to ${dayOf(until - 1 + LOG_LIFE)}.`;
