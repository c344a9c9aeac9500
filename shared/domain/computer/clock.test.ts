import { describe, expect, it } from 'vitest';
import { checkClock } from './clock.ts';

const server = Date.UTC(2026, 10, 23, 12);
const minutes = (n: number) => n * 60_000;

describe('clock of a host (AGT-2)', () => {
  it.each([0, 4.9, -4.9, 5, -5])('within five minutes: %d', (off) => {
    expect(checkClock(server + minutes(off), server, minutes(5)).ok).toBe(true);
  });

  it.each([
    [10, '600 seconds ahead of', 600],
    [-10, '600 seconds behind', -600],
  ])('ten minutes off is refused, with how much and where: %d', (off, words, offsetSeconds) => {
    expect(checkClock(server + minutes(off), server, minutes(5))).toMatchObject({
      ok: false,
      reason: 'clock-skew',
      message: expect.stringContaining(words),
      detail: { offsetSeconds, serverTime: server },
    });
  });
});
