import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff, retryAfter } from './backoff.ts';

it('doubles from 5 seconds to 10 minutes', () => {
  expect([1, 2, 3, 8, 9, 50].map((failures) => backoff(failures, 0))).toEqual([
    5_000, 10_000, 20_000, 600_000, 600_000, 600_000,
  ]);
});

it('stays between half the time and the whole, whatever the dice say', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, random) => {
        const whole = backoff(n, 0);
        expect(backoff(n, random)).toBeGreaterThanOrEqual(whole / 2);
        expect(backoff(n, random)).toBeLessThanOrEqual(whole);
      },
    ),
  );
});

it('comes no earlier than the plane asked, not all at once, and believes no more than an hour', () => {
  expect([0, 0.5].map((random) => backoff(1, random, 30_000))).toEqual([30_000, 37_500]);
  expect(backoff(1, 0, 86_400_000)).toBe(3_600_000);
});

it.each([
  ['7', 7000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('reads retry-after %s', (header, expected) => {
  expect(retryAfter(header, 10_000)).toBe(expected);
});
