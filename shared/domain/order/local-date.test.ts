import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, dayPeriod, monthOf, monthPeriod, nextDay, nextMonth, startOfDay } from './local-date.ts';

/** Zones with every kind of clock change: at midnight, by half an hour, by a day, never. */
const zones = [
  'Asia/Tokyo',
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'America/Havana',
  'America/Asuncion',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Niue',
];

describe('the first moment of a month', () => {
  it.each([
    ['2026-11', 'Asia/Tokyo', '2026-10-31T15:00:00.000Z'],
    ['2026-11', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['2026-11', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-12', 'America/New_York', '2026-12-01T05:00:00.000Z'],
    ['2026-11', 'Pacific/Kiritimati', '2026-10-31T10:00:00.000Z'],
    ['2026-11', 'Pacific/Niue', '2026-11-01T11:00:00.000Z'],
    // Clocks went from 0:00 to 1:00 on the first of October.
    ['2017-10', 'America/Asuncion', '2017-10-01T04:00:00.000Z'],
    // Clocks went from 1:00 back to 0:00 on the first of November: the first of the two midnights.
    ['2020-11', 'America/Havana', '2020-11-01T04:00:00.000Z'],
  ])('%s in %s is %s', (month, zone, expected) => {
    expect(new Date(monthPeriod(month, zone).from).toISOString()).toBe(expected);
  });
});

it('months and days follow each other without gap or overlap, in every zone', () => {
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), time, (zone, at) => {
      const month = monthOf(at, zone);
      const period = monthPeriod(month, zone);
      expect(period.from).toBeLessThanOrEqual(at);
      expect(at).toBeLessThan(period.to);
      expect(monthPeriod(nextMonth(month), zone).from).toBe(period.to);
      expect([monthOf(period.from, zone), monthOf(period.to, zone)]).toEqual([month, nextMonth(month)]);
      expect(monthOf(period.from - 1, zone) < month).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('a day is what the zone’s calendar says, every half hour through all clock changes of a year', () => {
  for (const zone of zones) {
    let day = dayOf(Date.UTC(2024, 0, 1), zone);
    let period = dayPeriod(day, zone);
    for (let at = period.from; at < Date.UTC(2025, 0, 3); at += 30 * 60_000) {
      if (at >= period.to) {
        day = nextDay(day);
        period = dayPeriod(day, zone);
      }
      expect(`${zone} ${dayOf(at, zone)}`).toBe(`${zone} ${day}`);
    }
  }
});

it('a day that a zone left out has no moment', () => {
  // Samoa went from 29 to 31 December 2011.
  expect(dayPeriod('2011-12-30', 'Pacific/Apia')).toMatchObject({
    from: startOfDay('2011-12-31', 'Pacific/Apia'),
    to: startOfDay('2011-12-31', 'Pacific/Apia'),
  });
});
