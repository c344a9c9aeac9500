import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byRank } from './rank.ts';

const rank = fc.record({
  at: fc.integer({ min: 0, max: 3 }),
  computerID: fc.integer({ min: 1, max: 3 }),
  batchID: fc.constantFrom('1795435200000-1', '1795435200000-2', '1795435200000-10'),
  index: fc.integer({ min: 0, max: 12 }),
});

it('is a total order, newest first', () => {
  fc.assert(
    fc.property(rank, rank, rank, (a, b, c) => {
      expect(Math.sign(byRank(a, b))).toBe(-Math.sign(byRank(b, a)) || 0);
      if (byRank(a, b) < 0 && byRank(b, c) < 0) expect(byRank(a, c)).toBeLessThan(0);
      if (byRank(a, b) === 0) expect(a).toEqual(b);
      if (a.at > b.at) expect(byRank(a, b)).toBeLessThan(0);
    }),
  );
});
