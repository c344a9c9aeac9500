import { describe, expect, it } from 'vitest';
import { followRelease, type TenantVersion } from './tenant-version.ts';

const on = (version: number, seen: number, more: Partial<TenantVersion> = {}): TenantVersion => ({
  applied: { version, sequence: seen, at: 0 },
  seen,
  ...more,
});

describe('a tenant and the release that is open to it', () => {
  it.each<
    [string, TenantVersion | undefined, { version: number; sequence: number } | undefined, boolean, string]
  >([
    ['there is none', undefined, undefined, true, 'nothing'],
    ['whoever has none begins with it', undefined, { version: 3, sequence: 3 }, false, 'apply'],
    ['it runs already', on(3, 3), { version: 3, sequence: 3 }, true, 'nothing'],
    ['a newer one is applied', on(3, 3), { version: 4, sequence: 4 }, true, 'apply'],
    ['or told of', on(3, 3), { version: 4, sequence: 4 }, false, 'tell'],
    ['once', on(3, 4, { available: 4 }), { version: 4, sequence: 4 }, false, 'nothing'],
    ['the operator rolls everybody back', on(4, 4), { version: 3, sequence: 5 }, false, 'apply'],
    ['who is not on it has nothing to roll back', on(3, 4), { version: 3, sequence: 5 }, false, 'settled'],
    ['what the tenant rolled back stays so', on(3, 4), { version: 4, sequence: 4 }, true, 'nothing'],
    ['until the next', on(3, 4), { version: 5, sequence: 5 }, true, 'apply'],
  ])('%s', (_what, tenant, offered, automatic, follows) => {
    expect(followRelease(tenant, offered, automatic)).toBe(follows);
  });
});
