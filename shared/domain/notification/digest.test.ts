import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  added,
  type Digest,
  due,
  keeps,
  LEASE_MS,
  MOST_LINES,
  notSent,
  sent,
  type TallyLine,
} from './digest.ts';

const line = (more: Partial<TallyLine> = {}): TallyLine => ({
  what: 'Log4Shell',
  count: 1,
  at: 1000,
  ...more,
});
const WINDOW = 900_000;

describe('a digest', () => {
  it('sends the first event at once and counts what follows until the window ends', () => {
    const first = added(undefined, [line()], 'm1');
    const turn = due(first, 1000);
    if (turn.what !== 'send') throw new Error(turn.what);
    expect(turn.tally).toMatchObject({ count: 1, lines: [{ what: 'Log4Shell' }] });
    let digest = sent(turn.digest, 1000, WINDOW);
    for (let i = 0; i < 1000; i++) digest = added(digest, [line({ count: 1000 })], `n${i}`);
    expect(due(digest, 2000)).toEqual({ what: 'later', at: 1000 + WINDOW });
    const end = due(digest, 1000 + WINDOW);
    expect(end).toMatchObject({ what: 'send', tally: { count: 1_000_000, keeper: 'n0' } });
  });

  it('is quiet again after a window in which nothing came', () => {
    const turn = due(added(undefined, [line()], 'm1'), 0);
    if (turn.what !== 'send') throw new Error(turn.what);
    const digest = sent(turn.digest, 0, WINDOW);
    expect(due(digest, WINDOW * 2)).toEqual({ what: 'nothing' });
    expect(due(added(digest, [line()], 'm2'), WINDOW * 2)).toMatchObject({ what: 'send' });
  });

  it('keeps what is being sent, for whoever comes when the sender is dead', () => {
    const turn = due(added(undefined, [line()], 'm1'), 0);
    if (turn.what !== 'send') throw new Error(turn.what);
    expect(due(turn.digest, 10)).toEqual({ what: 'later', at: LEASE_MS });
    expect(keeps(turn.digest, 'm1')).toBe(true);
    const later = added(turn.digest, [line({ what: 'other' })], 'm2');
    expect(due(notSent(turn.digest), 10)).toMatchObject({ what: 'send', tally: { count: 1 } });
    const again = due(later, LEASE_MS);
    if (again.what !== 'send') throw new Error(again.what);
    expect(again.tally).toEqual(turn.tally);
    const left = sent(again.digest, LEASE_MS, WINDOW);
    expect(keeps(left, 'm2')).toBe(true);
    expect(due(left, LEASE_MS)).toEqual({ what: 'later', at: LEASE_MS + WINDOW });
    expect(due(left, LEASE_MS + WINDOW)).toMatchObject({ what: 'send', tally: { count: 1, keeper: 'm2' } });
  });

  it('has a line for each kind of event, up to a bound, and counts the rest', () => {
    const lines = Array.from({ length: MOST_LINES + 5 }, (_, i) => line({ what: `rule ${i}`, at: i }));
    const { pending } = added(undefined, lines, 'm1');
    expect(pending?.lines).toHaveLength(MOST_LINES);
    expect(pending).toMatchObject({ count: MOST_LINES + 5, others: 5, first: 0, last: MOST_LINES + 4 });
  });

  it('loses and doubles nothing, whoever dies when', () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        count: fc.integer({ min: 1, max: 9 }),
        what: fc.integer({ min: 0, max: 40 }),
      }),
      fc.record({ do: fc.constant('send' as const), ends: fc.constantFrom('well', 'refused', 'dies') }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2 * WINDOW }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let digest: Digest | undefined;
        let now = 1;
        let [given, told] = [0, 0];
        for (const [i, one] of steps.entries()) {
          if (one.do === 'wait') now += one.ms;
          if (one.do === 'add') {
            digest = added(digest, [line({ count: one.count, what: `w${one.what}`, at: now })], `m${i}`);
            given += one.count;
          }
          if (one.do !== 'send') continue;
          const turn = due(digest, now);
          if (turn.what !== 'send') continue;
          digest = turn.digest;
          if (one.ends === 'well') {
            told += turn.tally.count;
            digest = sent(digest, now, WINDOW);
          }
          if (one.ends === 'refused') digest = notSent(digest);
        }
        const waiting = (digest?.pending?.count ?? 0) + (digest?.sending?.count ?? 0);
        expect(told + waiting).toBe(given);
        for (const tally of [digest?.pending, digest?.sending]) {
          if (!tally) continue;
          expect(tally.lines.reduce((sum, { count }) => sum + count, tally.others)).toBe(tally.count);
        }
      }),
    );
  });
});
