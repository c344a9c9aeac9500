import { expect, it } from 'vitest';
import { isMissed, isSilent } from './presence.ts';

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
