import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEverybodys, type Release, type Rings, releaseFor, withoutPassed } from './release.ts';

const HOUR = 3_600_000;
const ours = '00000000-0000-4000-8000-000000000000';
const early = '10000000-0000-4000-8000-000000000000';
const late = 'f0000000-0000-4000-8000-000000000000';
const rings: Rings = { firstTenants: [ours], secondShare: 0.5, delayHours: 24 };
const release = (sequence: number, at: number, more: Partial<Release> = {}): Release => ({
  version: sequence,
  sequence,
  at,
  rings,
  ...more,
});
const old = release(1, 0, { everybody: 0 });

describe('a release', () => {
  it.each<[string, string, number, number]>([
    ['the operator’s own at once', ours, 0, 2],
    ['others not before', early, 23, 1],
    ['a share after a delay', early, 24, 2],
    ['the rest not yet', late, 47, 1],
    ['the rest after another', late, 48, 2],
  ])('reaches %s', (_who, tenant, hours, version) => {
    const releases = [release(2, 0), old];
    expect(releaseFor(tenant, hours * HOUR, releases)?.version).toBe(version);
  });

  it('that is held stays with those who have it, and goes on when it is let go', () => {
    const held = [release(2, 0, { held: 25 * HOUR }), old];
    expect(releaseFor(early, 90 * HOUR, held)?.version).toBe(2);
    expect(releaseFor(late, 90 * HOUR, held)?.version).toBe(1);
    expect(releaseFor(late, 90 * HOUR, [release(2, 0), old])?.version).toBe(2);
    expect(isEverybodys(held[0] as Release, 90 * HOUR)).toBe(false);
  });

  it('that is published now is everybody’s', () => {
    expect(releaseFor(late, HOUR, [release(2, 0, { everybody: HOUR }), old])?.version).toBe(2);
  });

  it('is everybody’s at once where nobody is to go first', () => {
    const none = release(2, 5, { rings: { firstTenants: [], secondShare: 0, delayHours: 24 } });
    expect(releaseFor(late, 5, [none, old])?.version).toBe(2);
    expect(isEverybodys(none, 5)).toBe(true);
  });
});

const step = fc.record({
  what: fc.constantFrom('publish', 'publish', 'back', 'hold', 'let go', 'now', 'prune'),
  wait: fc.integer({ min: 1, max: 60 }),
  rings: fc.record({
    firstTenants: fc.constantFrom([], [ours]),
    secondShare: fc.constantFrom(0, 0.5),
    delayHours: fc.integer({ min: 0, max: 48 }),
  }),
});

it('in a long life: nobody goes back but by a roll-back, nobody gets what is held, and all get the newest at last', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const tenants = [ours, early, late];
      let now = 0;
      let releases: Release[] = [old];
      let version = 1;
      const has = new Map(tenants.map((tenant) => [tenant, old]));
      const look = (): void => {
        for (const tenant of tenants) {
          const before = has.get(tenant) as Release;
          const after = releaseFor(tenant, now, releases) as Release;
          expect(after.sequence).toBeGreaterThanOrEqual(before.sequence);
          if (after.sequence > before.sequence) expect(after.held).toBeUndefined();
          has.set(tenant, after);
        }
      };
      const newest = () => releases[0] as Release;
      const change = (more: Partial<Release>) => {
        releases = releases.map((one, i) => (i === 0 ? { ...one, ...more } : one));
      };
      for (const { what, wait, rings: plan } of steps) {
        now += wait * HOUR;
        look();
        const sequence = newest().sequence + 1;
        if (what === 'publish')
          releases = [{ version: ++version, sequence, at: now, rings: plan }, ...releases];
        else if (what === 'back') {
          const back = { version: Math.max(1, newest().version - 1), sequence, at: now, rings: plan };
          releases = [{ ...back, everybody: now }, ...releases];
        } else if (what === 'hold') {
          if (newest().held === undefined && !isEverybodys(newest(), now)) change({ held: now });
        } else if (what === 'let go') change({ held: undefined });
        else if (what === 'now' && newest().held === undefined) change({ everybody: now });
        else if (what === 'prune') releases = withoutPassed(releases, now);
        look();
      }
      change({ held: undefined });
      now += 200 * HOUR;
      for (const tenant of tenants) expect(releaseFor(tenant, now, releases)).toBe(newest());
    }),
  );
});
