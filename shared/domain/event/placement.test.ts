import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursFor, isAstray, isSkewed, searchedDownTo } from './placement.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12);
const at = (offset: number) => ({ from: now + offset, to: now + offset });

describe('a batch', () => {
  it.each([
    ['sealed and sent at once', now, at(-60_000), now, false],
    ['waiting an hour to be sealed', now, at(-HOUR), now, false],
    ['that waited six days in its spool', now, at(-60_000), now + 6 * DAY, false],
    ['of a host whose clock is five minutes ahead', now, at(4 * 60_000), now, false],
    ['that waited a fortnight', now, at(-60_000), now + 14 * DAY, true],
    ['sealed by a clock in 1970', 5000, { from: 1000, to: 4000 }, now, true],
    ['sealed by a clock a year ahead', now + 365 * DAY, at(365 * DAY), now, true],
    ['whose events are from before a clock was set', now, at(-30 * DAY), now, true],
    ['whose events are ahead of its sealing', now, at(2 * HOUR), now, true],
  ])('%s: astray or not', (_, sealed, events, received, astray) => {
    expect(isAstray(sealed, events, received)).toBe(astray);
  });

  it('is within the hours of every window that its events are in, unless it is astray', () => {
    const span = 40 * DAY;
    fc.assert(
      fc.property(
        fc.integer({ min: -span, max: 2 * HOUR }),
        fc.integer({ min: -3 * HOUR, max: HOUR }),
        fc.integer({ min: 0, max: 8 * DAY }),
        fc.integer({ min: -span, max: span }),
        fc.integer({ min: 0, max: span }),
        fc.integer({ min: 0, max: 27 * DAY }),
        (sealedAgo, eventOffset, wait, fromOffset, length, age) => {
          const sealed = now + sealedAgo;
          const event = sealed + eventOffset;
          const received = sealed + wait;
          const window = { from: now + fromOffset, to: now + fromOffset + length };
          const asked = received + age;
          fc.pre(event >= window.from && event <= window.to && asked >= received);
          fc.pre(!isAstray(sealed, { from: event, to: event }, received));
          const hours = hoursFor(window, asked);
          const hour = Math.floor(sealed / HOUR);
          expect(hour <= hours.newest && hour >= hours.oldest).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

it('looks at a bounded number of hours, whatever is asked for', () => {
  const { newest, oldest } = hoursFor({ from: 0, to: Number.MAX_SAFE_INTEGER }, now);
  expect(newest - oldest).toBe(35 * 24 + 1);
});

it('says down to which event time everything was seen', () => {
  const window = { from: now - DAY, to: now };
  const hour = now / HOUR - 3;
  expect(searchedDownTo(hour, window)).toBe(hour * HOUR + 300_000);
  expect(searchedDownTo(now / HOUR + 2, window)).toBe(now);
  expect(searchedDownTo(0, window)).toBe(window.from);
});

it.each([
  ['a minute ago', -60_000, false],
  ['five minutes ahead, as far as clocks may be off', 5 * 60_000, false],
  ['further ahead', 6 * 60_000, true],
  ['four weeks ago', -27 * DAY, false],
  ['older than any log', -29 * DAY, true],
])('an event of %s is skewed or not', (_, offset, skewed) => {
  expect(isSkewed(now + offset, now)).toBe(skewed);
});
