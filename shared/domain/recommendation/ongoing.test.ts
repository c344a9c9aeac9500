import { describe, expect, it } from 'vitest';
import { ongoingScanDue, type ScannedHost, scanInterval } from './ongoing.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 5);
const hour = Math.floor(now / HOUR) % 24;

it.each([
  ['7 Days', 7 * DAY],
  ['1 Day', DAY],
  ['12 Hours', 12 * HOUR],
  ['2 weeks', 14 * DAY],
  ['9999 Weeks', 365 * DAY],
  ['0 Days', 7 * DAY],
  ['soon', 7 * DAY],
  [undefined, 7 * DAY],
])('the interval %s', (setting, ms) => {
  expect(scanInterval(setting)).toBe(ms);
});

describe('a host', () => {
  const scanned = (requested: number): Partial<ScannedHost> => ({
    requests: { 'scan-for-recommendations': requested },
    answered: { 'scan-for-recommendations': { requested, started: requested } },
  });
  it.each<[string, Partial<ScannedHost>, boolean]>([
    ['never scanned is due in its hour', {}, true],
    ['never scanned waits for its hour', { ID: hour + 1 }, false],
    ['scanned a week ago is due', scanned(now - 7 * DAY + 60_000), true],
    ['scanned six days ago is not', scanned(now - 6 * DAY), false],
    ['that was asked is not asked again', { requests: { 'scan-for-recommendations': now - 9 * DAY } }, false],
    ['that is silent is left alone', { offline: true }, false],
    ['that is gone is left alone', { gone: true }, false],
  ])('%s', (_, more, due) => {
    expect(ongoingScanDue({ ID: hour, offline: false, ...more }, 7 * DAY, now)).toBe(due);
  });

  it('is asked once a week over a year of hourly looks that are not on time', () => {
    const host = { ID: 77, offline: false };
    let requested: number | undefined;
    const times: number[] = [];
    for (let look = now; look < now + 364 * DAY; look += HOUR) {
      const at = look + ((look / HOUR) % 7) * 20_000;
      const asked = requested === undefined ? {} : scanned(requested);
      if (!ongoingScanDue({ ...host, ...asked }, 7 * DAY, at)) continue;
      requested = at;
      times.push(at);
    }
    expect(times).toHaveLength(52);
  });

  it.each([3 * HOUR, 7 * DAY])('is one of a fleet that is spread over its hours (%d ms)', (interval) => {
    const slots = Math.min(24, interval / HOUR);
    const fleet = Array.from({ length: 2400 }, (_, ID) => ({ ID, offline: false }));
    for (let i = 0; i < slots; i++) {
      const due = fleet.filter((host) => ongoingScanDue(host, interval, now + i * HOUR));
      expect(due).toHaveLength(2400 / slots);
    }
  });
});
