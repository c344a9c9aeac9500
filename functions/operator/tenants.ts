import { randomUUID } from 'node:crypto';
import { FULL_ACCESS_ID } from '../../shared/domain/access/role.ts';
import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { Actor } from '../../shared/http/caller.ts';
import { mintKey } from '../../shared/http/mint-key.ts';
import { operatorRoutes } from '../../shared/schema/routes/operator.ts';
import { absent } from '../../shared/table/condition.ts';
import { FIRST_KEY_ID } from '../../shared/table/entities/access.ts';
import { newSubscription } from '../../shared/table/entities/subscription.ts';
import {
  listTenants,
  nextTenantID,
  readTenant,
  type TenantEntryItem,
  type TenantItem,
} from '../../shared/table/entities/tenant.ts';
import { sharedTrail } from '../../shared/table/entities/trail.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Write } from '../../shared/table/store.ts';

export const tenantHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(operatorRoutes.createTenant, async ({ caller, body, now }) => {
    const guid = randomUUID();
    const tenant: TenantItem = {
      ...keys.tenant(guid),
      kind: 'tenant',
      ...body,
      ID: await nextTenantID(store),
      guid,
      tenantState: 'active',
      created: now,
    };
    const first = mintKey(guid, {
      ID: FIRST_KEY_ID,
      keyName: 'First key',
      description: 'Made with the tenant. Make keys of your own with it, and keep it safe.',
      locale: body.locale,
      timeZone: body.timeZone,
      roleID: FULL_ACCESS_ID,
      active: true,
      created: now,
    });
    const written = await store.transact([
      ...founding(tenant, caller.by),
      { put: first.item, if: absent('pk') },
    ]);
    if (!written.ok) throw new Error('a fresh GUID is taken');
    return accept({ ...view(tenant), secretKey: first.secretKey });
  }),

  on(operatorRoutes.listTenants, async () => {
    const entries = await listTenants(store);
    return accept({ tenants: entries.map(view).sort((a, b) => a.ID - b.ID) });
  }),

  on(operatorRoutes.describeTenant, async ({ params }) => {
    const tenant = await readTenant(store, params.tenantID);
    return tenant ? accept(view(tenant)) : missing('tenant');
  }),
];

/** All that a tenant begins with, or nothing of it. */
const founding = (tenant: TenantItem, by: Actor): Write[] => [
  { put: tenant, if: absent('pk') },
  { put: { ...tenant, ...keys.tenantEntry(tenant.guid), kind: 'tenant-entry' } satisfies TenantEntryItem },
  { put: newSubscription(tenant.guid), if: absent('pk') },
  ...sharedTrail(tenant.guid, {
    at: tenant.created,
    action: 'tenant-created',
    target: `tenant-${tenant.ID}`,
    by,
    detail: tenant.name,
    after: tenant,
  }),
];

const view = (tenant: TenantItem | TenantEntryItem) => ({
  ID: tenant.ID,
  guid: tenant.guid,
  name: tenant.name,
  locale: tenant.locale,
  timeZone: tenant.timeZone,
  emailAddress: tenant.emailAddress,
  tenantState: tenant.tenantState,
  ...(tenant.stateReason !== undefined && { stateReason: tenant.stateReason }),
  ...(tenant.stateSince !== undefined && { stateSince: tenant.stateSince }),
  ...(tenant.eraseAfter !== undefined && { eraseAfter: tenant.eraseAfter }),
  created: tenant.created,
});
