import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Holding } from './holding.ts';
import { startOfDay } from './local-date.ts';
import { daysBetween, MOST_DAYS, type SeatDay, usageDays } from './usage-days.ts';

const zone = 'Asia/Tokyo';
const at = (day: string) => startOfDay(day, zone);

it('takes the days without a record from the records around them', () => {
  const seats = [
    { day: '2026-11-02', began: 0, highest: 7 },
    { day: '2026-11-05', began: 3, highest: 4 },
  ];
  const holdings: Holding[] = [
    { from: at('2026-11-02') + 5, menu: 'managed-virtual-patch', quantity: 10, orderID: 1 },
    { from: at('2026-11-04') + 5, menu: 'managed-virtual-patch', quantity: 4, orderID: 2 },
  ];
  const days = usageDays(daysBetween('2026-11-01', '2026-11-06'), seats, 2, holdings, zone);
  expect(days.map(({ ordered, activated }) => [ordered, activated])).toEqual([
    [0, 0],
    [10, 7],
    [10, 3],
    [10, 3],
    [4, 4],
    [4, 2],
  ]);
});

it('knows the days before a record that comes after them', () => {
  const seats = [{ day: '2026-11-20', began: 9, highest: 9 }];
  expect(usageDays(['2026-11-01'], seats, 1, [], zone)).toEqual([
    { day: '2026-11-01', ordered: 0, activated: 9 },
  ]);
});

it('is what counting at every change finds', () => {
  const all = daysBetween('2026-10-20', '2026-11-10');
  // Changes of a day, day by day: +1 an activation, -1 a deactivation where there is one to deactivate.
  const changes = fc.array(fc.array(fc.constantFrom(1, -1), { maxLength: 6 }), {
    minLength: all.length,
    maxLength: all.length,
  });
  fc.assert(
    fc.property(changes, fc.integer({ min: 0, max: 15 }), (byDay, first) => {
      let activated = 0;
      const seats: SeatDay[] = [];
      const highest = all.map((day, i) => {
        const began = activated;
        let most = activated;
        for (const change of byDay[i] ?? []) {
          activated = Math.max(0, activated + change);
          most = Math.max(most, activated);
        }
        if ((byDay[i] ?? []).length > 0) seats.push({ day, began, highest: most });
        return most;
      });
      const asked = all.slice(first, first + 5);
      const told = usageDays(
        asked,
        seats.filter(({ day }) => day >= (asked[0] ?? '')),
        activated,
        [],
        zone,
      );
      expect(told.map((each) => each.activated)).toEqual(highest.slice(first, first + 5));
    }),
  );
});

it('counts days through the end of a year, and not without end', () => {
  expect(daysBetween('2027-12-31', '2028-01-02')).toEqual(['2027-12-31', '2028-01-01', '2028-01-02']);
  expect(daysBetween('2027-01-02', '2027-01-01')).toEqual([]);
  expect(daysBetween('2001-01-01', '2099-01-01')).toHaveLength(MOST_DAYS);
});
