import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue, type CatalogueVersion } from './catalogue.ts';
import { highestHeld, monthFee } from './fee.ts';
import type { Holding } from './holding.ts';
import { monthPeriod } from './local-date.ts';
import { catalogue, type Menu } from './menus.ts';

const november = monthPeriod('2026-11', 'Asia/Tokyo');
const at = (day: number, hour = 0) => Date.UTC(2026, 10, day, hour - 9);

const priced = (version: number, from: number, patch: number, whole = patch * 2): CatalogueVersion => ({
  ...builtInCatalogue,
  version,
  from,
  menus: {
    ...catalogue,
    'managed-virtual-patch': { ...catalogue['managed-virtual-patch'], unitPrice: patch },
    'managed-host-security-package': { ...catalogue['managed-host-security-package'], unitPrice: whole },
  },
});
const prices = [priced(1, 0, 1000)];
let orderID = 0;
const held = (from: number, quantity: number, menu?: Menu): Holding => ({
  from,
  quantity,
  orderID: ++orderID,
  ...(menu && { menu }),
});
const patch = 'managed-virtual-patch';
const whole = 'managed-host-security-package';

describe('the fee of a month (ORD-7)', () => {
  it.each<[string, Holding[], CatalogueVersion[], number]>([
    ['is 0 where nothing was ever ordered', [], prices, 0],
    ['is 0 before the first order', [held(at(31), 5, patch), held(at(32), 5, patch)], prices, 0],
    ['is flat: an hour of the month costs the month', [held(at(30, 23), 5, patch)], prices, 5000],
    ['counts what is held since before', [held(at(-40), 5, patch)], prices, 5000],
    [
      'counts the month of the cancellation whole',
      [held(at(-40), 5, patch), held(at(1, 1), 0)],
      prices,
      5000,
    ],
    ['is 0 in the months after', [held(at(-40), 5, patch), held(at(-20), 0)], prices, 0],
    ['not the moment at which the month ends', [held(at(1) - 1, 9, patch), held(at(1), 0)], prices, 0],
    [
      'is the highest quantity, not the sum',
      [held(at(-1), 5, patch), held(at(3), 9, patch), held(at(4), 2, patch)],
      prices,
      9000,
    ],
    ['is the dearer menu', [held(at(-1), 5, patch), held(at(9), 5, whole)], prices, 10_000],
    [
      'not the dearer menu with fewer computers',
      [held(at(-1), 9, patch), held(at(9), 4, whole)],
      prices,
      9000,
    ],
    [
      'has each part at its own price',
      [held(at(-1), 9, patch), held(at(10), 5, patch)],
      [...prices, priced(2, at(15), 1500)],
      9000,
    ],
    [
      'takes a higher price from the moment it holds',
      [held(at(-1), 5, patch)],
      [...prices, priced(2, at(30), 1500)],
      7500,
    ],
    [
      'takes a lower price from the next month on',
      [held(at(-1), 5, patch)],
      [...prices, priced(2, at(2), 10)],
      5000,
    ],
    [
      'takes no price of the next month',
      [held(at(-1), 5, patch)],
      [...prices, priced(2, at(31), 9999)],
      5000,
    ],
    ['nothing for what was held for no time', [held(at(5), 90, patch), held(at(5), 5, patch)], prices, 5000],
  ])('%s', (_, holdings, versions, amount) => {
    expect(monthFee(holdings, versions, november)).toMatchObject({ amount, currency: 'JPY' });
  });

  it('says how it came about, part by part', () => {
    const holdings = [held(at(-1), 5, patch), held(at(10), 8, patch), held(at(20), 0)];
    expect(
      monthFee(holdings, [...prices, priced(2, at(5), 1000), priced(3, at(15), 900)], november).parts,
    ).toEqual([
      { from: at(1), to: at(10), menu: patch, quantity: 5, unitPrice: 1000, amount: 5000 },
      { from: at(10), to: at(15), menu: patch, quantity: 8, unitPrice: 1000, amount: 8000 },
      { from: at(15), to: at(20), menu: patch, quantity: 8, unitPrice: 900, amount: 7200 },
    ]);
  });

  it('is exact at the largest quantity and price there may be', () => {
    const dear = [priced(1, 0, 999_999_999)];
    expect(monthFee([held(at(1), 1_000_000, patch)], dear, november).amount).toBe(999_999_999_000_000);
    expect(Number.isSafeInteger(999_999_999_000_000)).toBe(true);
  });
});

/** A month of 60 moments, looked at one after another. */
const month = { from: 100, to: 160 };
const moment = fc.integer({ min: 60, max: 180 });
const arbitraryHoldings = fc
  .array(
    fc.tuple(
      moment,
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom<Menu | undefined>(patch, whole, undefined),
    ),
    {
      maxLength: 8,
    },
  )
  .map((entries) =>
    entries
      .sort(([a], [b]) => a - b)
      .map(
        ([from, quantity, menu], i): Holding => ({
          from,
          quantity: menu ? quantity : 0,
          menu,
          orderID: i + 1,
        }),
      ),
  );
const arbitraryVersions = fc
  .array(fc.tuple(moment, fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { maxLength: 5 })
  .map((entries) => entries.map(([from, low, high], i) => priced(i + 1, from, low, high)));

const feeAt = (holdings: readonly Holding[], versions: readonly CatalogueVersion[], time: number): number => {
  let holding: Holding | undefined;
  for (const each of holdings) if (each.from <= time) holding = each;
  let price = 0;
  let since = Number.NEGATIVE_INFINITY;
  for (const version of versions) {
    if (version.from > time || version.from < since || !holding?.menu) continue;
    since = version.from;
    price = version.menus[holding.menu].unitPrice;
  }
  return (holding?.quantity ?? 0) * price;
};
const moments = Array.from({ length: month.to - month.from }, (_, i) => month.from + i);

it('is what looking at every single moment finds', () => {
  fc.assert(
    fc.property(arbitraryHoldings, arbitraryVersions, (holdings, versions) => {
      const fees = moments.map((time) => feeAt(holdings, versions, time));
      const fee = monthFee(holdings, versions, month);
      expect(fee.amount).toBe(Math.max(0, ...fees));
      for (const [i, time] of moments.entries()) {
        const part = fee.parts.filter(({ from, to }) => from <= time && time < to);
        expect(part.length).toBeLessThanOrEqual(1);
        expect(part[0]?.amount ?? 0).toBe(fees[i]);
      }
      const quantities = moments.map((time) => holdings.findLast(({ from }) => from <= time)?.quantity ?? 0);
      expect(highestHeld(holdings, month)).toBe(Math.max(...quantities));
    }),
    { numRuns: 2000 },
  );
});

it('does not depend on the order in which holdings and versions are read', () => {
  fc.assert(
    fc.property(arbitraryHoldings, arbitraryVersions, (holdings, versions) => {
      const fee = monthFee(holdings, versions, month);
      expect(monthFee([...holdings].reverse(), [...versions].reverse(), month)).toEqual(fee);
    }),
  );
});
