import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOpeningTotals } from './opening-totals.ts';

it('adds up by port', () => {
  const totals = createOpeningTotals();
  totals.add([{ port: 8444, tls: 3, plain: 0 }]);
  totals.add([
    { port: 8444, tls: 1, plain: 2 },
    { port: 80, tls: 0, plain: 1 },
  ]);
  expect([totals.of(8444), totals.of(80), totals.of(81)]).toEqual([
    { tls: 4, plain: 2 },
    { tls: 0, plain: 1 },
    undefined,
  ]);
});

it('is bounded in ports and counts, and forgets what a port spoke once', () => {
  const totals = createOpeningTotals();
  totals.add(Array.from({ length: 2000 }, (_, port) => ({ port, tls: 1, plain: 0 })));
  expect([totals.of(999), totals.of(1000)]).toEqual([{ tls: 1, plain: 0 }, undefined]);
  totals.add([{ port: 1, tls: 0, plain: 1_000_000_000 }]);
  for (let turn = 0; turn < 20; turn++) totals.add([{ port: 1, tls: 1000, plain: 0 }]);
  expect(totals.of(1)?.plain).toBe(0);
  fc.assert(
    fc.property(fc.array(fc.record({ tls: fc.nat(), plain: fc.nat() }), { maxLength: 50 }), (steps) => {
      for (const step of steps) totals.add([{ port: 2, ...step }]);
      const { tls = 0, plain = 0 } = totals.of(2) ?? {};
      expect(tls + plain).toBeLessThanOrEqual(2048);
    }),
  );
});
