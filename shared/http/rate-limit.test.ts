import { expect, it } from 'vitest';
import { fullAccess } from '../domain/access/role.ts';
import type { TenantCaller } from './caller.ts';
import { createRateLimit } from './rate-limit.ts';

const caller = (tenantID: string, keyID: number): TenantCaller => ({
  who: 'tenant',
  tenantID,
  keyID,
  role: fullAccess,
  by: { kind: 'apikey', name: 'key' },
});

it('counts each key and each tenant for itself, and refused calls not at all', () => {
  const limit = createRateLimit({ perKey: 2, perTenant: 3 });
  const passes = (who: TenantCaller): boolean => limit(who, 1000).ok;
  expect([passes(caller('a', 1)), passes(caller('a', 1)), passes(caller('a', 1))]).toEqual([
    true,
    true,
    false,
  ]);
  expect([passes(caller('a', 2)), passes(caller('a', 2))]).toEqual([true, false]);
  expect(passes(caller('b', 1))).toBe(true);
});

it('refuses in the words of the API', () => {
  expect(createRateLimit({ perKey: 0, perTenant: 9 })(caller('a', 1), 0)).toMatchObject({
    kind: 'too-many',
    message: 'Too many API requests',
  });
});
