import { randomUUID } from 'node:crypto';
import type { Actor } from '../../shared/http/caller.ts';
import { absent } from '../../shared/table/condition.ts';
import { newSubscription } from '../../shared/table/entities/order/subscription.ts';
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
    ...tenantRecords('tenant-created', undefined, tenant, now, by),
    ...more(guid),
  ]);
  if (!written.ok) throw new Error('a fresh GUID is taken');
  return tenant;
};
