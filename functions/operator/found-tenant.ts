import { randomUUID } from 'node:crypto';
import { everyDay } from '../../shared/domain/firewall/every-day.ts';
import { basePolicy } from '../../shared/domain/policy/base-policy.ts';
import type { Actor } from '../../shared/http/caller.ts';
import { absent } from '../../shared/table/condition.ts';
import { nameWrites } from '../../shared/table/entities/access/name-lock.ts';
import { newObject } from '../../shared/table/entities/object/object.ts';
import { newSubscription } from '../../shared/table/entities/order/subscription.ts';
import type { PolicyItem } from '../../shared/table/entities/policy/policy.ts';
import { nextTenantID, type TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import { tenantRecords } from '../../shared/table/entities/tenant/tenant-records.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { entryOf } from './save-tenant.ts';

export type Founding = Pick<TenantItem, 'name' | 'locale' | 'timeZone' | 'emailAddress'>;

/** All that a tenant begins with, or nothing of it. `more`: what else begins with it, given its GUID. */
export const foundTenant = async (
  store: Store,
  founding: Founding,
  by: Actor,
  now: number,
  more: (guid: string) => readonly Write[] = () => [],
): Promise<TenantItem> => {
  const guid = randomUUID();
  const tenant: TenantItem = {
    ...keys.tenant(guid),
    kind: 'tenant',
    ...founding,
    ID: await nextTenantID(store),
    guid,
    tenantState: 'active',
    created: now,
  };
  const written = await store.transact([
    { put: tenant, if: absent('pk') },
    { put: entryOf(tenant) },
    { put: newSubscription(guid), if: absent('pk') },
    ...firstThings(guid),
    ...tenantRecords('tenant-created', undefined, tenant, now, by),
    ...more(guid),
  ]);
  if (!written.ok) throw new Error('a fresh GUID is taken');
  return tenant;
};

/** What clients of the management API look for by name, or take for granted by id. */
const firstThings = (tenant: string): Write[] => {
  const policy: PolicyItem = {
    ...keys.policy(tenant, basePolicy.ID),
    kind: 'policy',
    tenant,
    revision: 1,
    ...basePolicy,
    firewallRuleIDs: [],
    ipsRuleIDs: [],
  };
  const { ID, ...schedule } = everyDay;
  return [
    { put: policy, if: absent('pk') },
    ...nameWrites({ tenant, collection: 'policies', ID: policy.ID, after: policy.name }),
    counted(tenant, 'policy', policy.ID),
    { put: newObject(tenant, 'schedules', ID, schedule), if: absent('pk') },
    ...nameWrites({ tenant, collection: 'schedules', ID, after: schedule.name }),
    counted(tenant, 'schedules', ID),
  ];
};

/** What people make gets the ids after it. */
const counted = (tenant: string, what: string, n: number): Write => ({
  update: keys.counter(tenant, what),
  change: { set: { n, kind: 'counter' } },
  if: absent('pk'),
});
