import { describe, expect, it } from 'vitest';
import { nextTime } from './next.ts';

const next = (expression: string, after: string): string | undefined =>
  nextTime(expression, new Date(after))?.toISOString();

describe('nextTime', () => {
  it.each([
    ['rate(5 minutes)', '2026-11-23T10:01:00Z', '2026-11-23T10:05:00.000Z'],
    ['rate(5 minutes)', '2026-11-23T10:05:00Z', '2026-11-23T10:10:00.000Z'],
    ['rate(1 hour)', '2026-11-23T10:59:59Z', '2026-11-23T11:00:00.000Z'],
    ['rate(1 day)', '2026-11-23T10:00:00Z', '2026-11-24T00:00:00.000Z'],
    ['cron(0 3 * * ? *)', '2026-11-23T03:00:00Z', '2026-11-24T03:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-23T03:46:00Z', '2026-11-23T04:00:00.000Z'],
    ['cron(0 8 1 * ? *)', '2026-12-31T09:00:00Z', '2027-01-01T08:00:00.000Z'],
    // Sunday is 1; 23 November 2026 is a Monday.
    ['cron(30 6 ? * MON-FRI *)', '2026-11-27T06:30:00Z', '2026-11-30T06:30:00.000Z'],
    ['cron(0 0 29 FEB ? *)', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('ends when no year is left, and refuses what it does not understand', () => {
    expect(next('cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z')).toBeUndefined();
    for (const bad of [
      'at(2026-01-01T00:00:00)',
      'rate(0 minutes)',
      'cron(0 0 L * ? *)',
      'cron(60 0 * * ? *)',
    ]) {
      expect(() => next(bad, '2026-01-01T00:00:00Z')).toThrow();
    }
  });
});
