import { expect, it } from 'vitest';
import { backSince, isMissed, isSilent } from './presence.ts';

const now = 1_000_000_000_000;

it.each([
  ['just beaten', 0, false],
  ['one beat late', 1200, false],
  ['two beats at their longest, and a minute', 2 * 660 + 60, false],
  ['a second more', 2 * 660 + 61, true],
])('a host that has %s is silent or not', (_, seconds, silent) => {
  expect(isSilent(now - seconds * 1000, 600, now)).toBe(silent);
});

it('follows the deployment’s own beat', () => {
  expect(isSilent(now - 70_000, 1, now)).toBe(true);
  expect(isSilent(now - 70_000, 60, now)).toBe(false);
});

it('misses nobody who was taken away', () => {
  expect(isMissed({ offline: true })).toBe(true);
  expect(isMissed({ offline: true, gone: true })).toBe(false);
  expect(isMissed({ offline: false })).toBe(false);
});

const MINUTE = 60_000;

it.each([
  ['the first sweep of all knows of no gap', undefined, 0],
  ['a sweep in time keeps what was', { last: now - 5 * MINUTE, back: 7 }, 7],
  ['one sweep missed is no gap', { last: now - 10 * MINUTE, back: 7 }, 7],
  ['two sweeps missed are one', { last: now - 15 * MINUTE, back: 7 }, now],
  ['nor is a clock that was set back', { last: now + 60 * MINUTE, back: 7 }, 7],
])('%s', (_, ran, back) => {
  expect(backSince(ran, now)).toBe(back);
});
