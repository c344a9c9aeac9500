import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from './catalogue.ts';
import { CLOSING_DELAY, type Closed, chargeFor, MOST_PARTS, monthToClose } from './closing.ts';
import type { Holding } from './holding.ts';
import { monthPeriod } from './local-date.ts';

const tokyo = 'Asia/Tokyo';
const november = monthPeriod('2026-11', tokyo);
const first = november.from + 5 * 24 * 3_600_000;

describe('the month to close', () => {
  it.each<[string, number | undefined, Closed | undefined, number, string | undefined]>([
    ['none of a tenant that never held anything', undefined, undefined, november.to * 2, undefined],
    ['none while the first has not ended', first, undefined, november.to, undefined],
    [
      'none until its last orders are surely written',
      first,
      undefined,
      november.to + CLOSING_DELAY - 1,
      undefined,
    ],
    ['the first one, from its beginning', first, undefined, november.to + CLOSING_DELAY, '2026-11'],
    ['the oldest of several that were missed', first, undefined, Date.UTC(2027, 5, 1), '2026-11'],
    [
      'the one after the last closed',
      first,
      { month: '2026-11', until: november.to },
      Date.UTC(2027, 5, 1),
      '2026-12',
    ],
    [
      'none when the last closed is the last ended',
      first,
      { month: '2026-11', until: november.to },
      Date.UTC(2026, 11, 20),
      undefined,
    ],
  ])('is %s', (_, held, closed, now, month) => {
    expect(monthToClose(held, closed, tokyo, now)?.month).toBe(month);
  });

  it('begins where the one before it ended, whatever zone the tenant has moved to', () => {
    const zones = fc.constantFrom(tokyo, 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Niue');
    fc.assert(
      fc.property(fc.array(zones, { minLength: 2, maxLength: 15 }), (moves) => {
        let closed: Closed | undefined;
        let end: number | undefined;
        for (const zone of moves) {
          const due = monthToClose(first, closed, zone, Date.UTC(2040, 0, 1));
          if (!due) throw new Error('nothing to close');
          if (end !== undefined) expect(due.from).toBe(end);
          expect(due.to).toBeGreaterThan(due.from);
          end = due.to;
          closed = { month: due.month, until: due.to };
        }
      }),
    );
  });
});

it('a statement stays small however often a tenant orders in a month', () => {
  const menu = 'managed-virtual-patch';
  const holdings = Array.from(
    { length: 5000 },
    (_, i): Holding => ({
      from: november.from + i,
      menu,
      quantity: 1 + (i % 7),
      orderID: i + 1,
    }),
  );
  const versions = [
    {
      ...builtInCatalogue,
      menus: { ...builtInCatalogue.menus, [menu]: { ...builtInCatalogue.menus[menu], unitPrice: 10 } },
    },
  ];
  const charge = chargeFor(
    holdings,
    versions.map((each) => ({ ...each, version: 1 })),
    november,
  );
  expect(charge).toMatchObject({ amount: 70, basis: { quantity: 7, amount: 70 }, partCount: 5000 });
  expect(charge.parts).toHaveLength(MOST_PARTS);
});
