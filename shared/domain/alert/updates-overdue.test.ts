import { describe, expect, it } from 'vitest';
import { BACK_FOR, behindSince, overdueReason, UPDATES_DUE_WITHIN } from './updates-overdue.ts';

const v = (version: number, at: number) => ({ version, at });

describe('since when a host is behind', () => {
  const history = [v(3, 300), v(2, 200), v(1, 100)];
  it.each([
    ['it runs the newest', v(3, 310), history, undefined],
    ['its tenant took up nothing', v(3, 310), [], undefined],
    ['one behind: since the newest was taken up', v(2, 210), history, 300],
    ['two behind: since the first that it missed', v(1, 110), history, 200],
    ['a version that is not remembered: since the earliest that is', v(9, 50), history, 100],
    ['its tenant went back: since then', v(2, 210), [v(1, 300), v(2, 200), v(1, 100)], 300],
    ['none yet: since its activation', undefined, history, 150],
    ['none yet, activated before there were rules', undefined, [v(3, 300)], 300],
  ])('%s', (_what, runs, taken, since) => {
    expect(behindSince(runs, taken, 150)).toBe(since);
  });
});

describe('people are told', () => {
  const now = Date.UTC(2026, 10, 24);
  it.each([
    ['of a host that is behind for a day', now - UPDATES_DUE_WITHIN, 0, true],
    ['not a moment before', now - UPDATES_DUE_WITHIN + 1, 0, false],
    ['not of one that is up to date', undefined, 0, false],
    ['not of one that was away until just now', 0, now - BACK_FOR + 1, false],
    ['of one that had time to fetch it since', 0, now - BACK_FOR, true],
  ])('%s', (_what, since, back, told) => {
    expect(overdueReason(since, back, v(2, 0), 3, now) !== undefined).toBe(told);
  });

  it('what it runs and what it should', () => {
    expect(overdueReason(0, 0, v(2, 0), 3, now)).toBe(
      'It runs version 2 of the rules; version 3 is due since 1970-01-01T00:00:00.000Z.',
    );
    expect(overdueReason(0, 0, undefined, 3, now)).toContain('It has not said to run any rules;');
  });
});
