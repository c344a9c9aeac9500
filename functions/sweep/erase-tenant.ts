import * as z from 'zod';
import { tenantPrefixes } from '../../shared/ports/blob.ts';
import { equals, exists } from '../../shared/table/condition.ts';
import { readTenant, type TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import { erasedPartitions, keptPartitions } from '../../shared/table/entities/tenant/tenant-partitions.ts';
import { tenantRecords } from '../../shared/table/entities/tenant/tenant-records.ts';
import { TRAIL_LIFE_SECONDS } from '../../shared/table/entities/tenant/trail.ts';
import { type Key, keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';

/** As much of any item as its erasure looks at. */
const anyItem = z.object({ pk: z.string(), sk: z.string(), expiresAt: z.number().optional() });

/** Items deleted at once; the table bears far more, the sweep's other tenants wait for it. */
const AT_ONCE = 25;
const worker = { kind: 'system', name: 'System' } as const;

/**
 * Erases a tenant whose time to be taken back is over, step by step: what one sweep has no time for, the next finds
 * still there. Orders, statements and the trail stay for their 400 days; a remainder of the tenant's own item says to
 * its keys and people that it is gone.
 */
export const eraseTenant = async (
  { store, now, erase }: Pick<SweepDeps, 'store' | 'now' | 'erase'>,
  guid: string,
  hasTime: () => boolean,
): Promise<void> => {
  const tenant = await readTenant(store, guid);
  if (tenant?.tenantState !== 'pending-deletion' || now() < (tenant.eraseAfter ?? Number.POSITIVE_INFINITY)) {
    return;
  }
  for (const prefix of tenantPrefixes(guid)) if (!(await erase(prefix, hasTime))) return;
  const expiresAt = Math.floor(now() / 1000) + TRAIL_LIFE_SECONDS;
  for (const pk of erasedPartitions(guid)) {
    if (!(await eachItem(store, pk, hasTime, (key) => store.remove(key)))) return;
  }
  for (const pk of keptPartitions(guid)) {
    const age = (key: Key, item: z.infer<typeof anyItem>): Promise<unknown> =>
      item.expiresAt === undefined
        ? store.update(key, { set: { expiresAt } }, anyItem, exists('pk'))
        : Promise.resolve();
    if (!(await eachItem(store, pk, hasTime, age))) return;
  }
  const own = keys.tenant(guid);
  const rest = (key: Key): Promise<unknown> => (key.sk === own.sk ? Promise.resolve() : store.remove(key));
  if (await eachItem(store, guid, hasTime, rest)) await finish(store, tenant, now(), expiresAt);
};

/** False: there was no time for all. */
const eachItem = async (
  store: Store,
  pk: string,
  hasTime: () => boolean,
  work: (key: Key, item: z.infer<typeof anyItem>) => Promise<unknown>,
): Promise<boolean> => {
  let after: string | undefined;
  do {
    if (!hasTime()) return false;
    const page = await store.query(pk, anyItem, {
      limit: AT_ONCE,
      consistent: true,
      ...(after !== undefined && { after }),
    });
    await Promise.all(page.items.map((item) => work({ pk: item.pk, sk: item.sk }, item)));
    after = page.next;
  } while (after !== undefined);
  return true;
};

/** What was personal is gone from the tenant's own item, too. */
const finish = async (store: Store, tenant: TenantItem, now: number, expiresAt: number): Promise<void> => {
  const { eraseAfter: _, ...bare } = tenant;
  const gone: TenantItem & { expiresAt: number } = {
    ...bare,
    name: '',
    emailAddress: '',
    tenantState: 'deleted',
    stateReason: 'its time to be taken back was over',
    stateSince: now,
    expiresAt,
  };
  await store.transact([
    { put: gone, if: equals('tenantState', 'pending-deletion') },
    { remove: keys.tenantEntry(tenant.guid) },
    ...tenantRecords('tenant-deleted', undefined, gone, now, worker),
  ]);
};
