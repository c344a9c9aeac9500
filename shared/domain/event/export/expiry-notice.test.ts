import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LOG_LIFE } from '../retention.ts';
import { expiryReason, unexported, weeksDue, weekTarget } from './expiry-notice.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 23, 12);
const on = { enabled: true, days: 7 };
const week = weeksDue(on, now)[0] ?? { from: 0, until: 0 };
const all = ['intrusion-prevention', 'firewall', 'agent', 'system'] as const;
const upTo = (until: number) => Object.fromEntries(all.map((eventClass) => [eventClass, { until }]));

it('is due when the first of a week has so many days left', () => {
  expect(weekTarget(week)).toBe('logs-2026-10-29');
  expect(weeksDue(on, week.from + LOG_LIFE - 7 * DAY)[0]).toEqual(week);
  expect(weeksDue(on, week.from + LOG_LIFE - 7 * DAY - 1)[0]).not.toEqual(week);
});

it.each([
  ['nothing was exported', on, {}, now, all],
  [
    'one class was exported',
    on,
    { firewall: { until: week.until } },
    now,
    all.filter((c) => c !== 'firewall'),
  ],
  ['the export ends within the week', on, upTo(week.until - 1), now, all],
  ['all of the week was exported', on, upTo(week.until), now, []],
  ['all of it has expired', on, {}, week.until + LOG_LIFE, []],
  ['it is switched off', { ...on, enabled: false }, {}, now, []],
])('when %s', (_what, notice, progress, at, classes) => {
  expect(unexported(notice, week, progress, at)).toEqual(classes);
});

it('tells of every log in time, and of each week once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 21 }), fc.integer({ min: 0, max: 1e12 }), (days, received) => {
      const last = received + LOG_LIFE - days * DAY;
      const told = weeksDue({ enabled: true, days }, last).filter(
        ({ from, until }) => received >= from && received < until,
      );
      expect(told).toHaveLength(1);
      // Until it has expired it stays among the weeks that are looked at, and so does the alert's end.
      const gone = weeksDue({ enabled: true, days }, received + LOG_LIFE).map(weekTarget);
      expect(gone).toContain(told[0] && weekTarget(told[0]));
    }),
  );
});

it('says what and when', () => {
  expect(expiryReason(week, ['firewall', 'system'])).toBe(
    'Logs received from 2026-10-29 to 2026-11-04 are in no finished scheduled export (firewall, system). ' +
      'They are deleted from 2026-11-26 to 2026-12-02.',
  );
});
