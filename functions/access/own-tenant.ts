import type * as z from 'zod';
import { accept, missing, type Outcome } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import type { TenantState } from '../../shared/domain/tenant/state.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { ownTenantFields, type ownTenant as ownTenantSchema } from '../../shared/schema/api/own-tenant.ts';
import { ownTenantRoutes } from '../../shared/schema/routes/own-tenant.ts';
import { exists } from '../../shared/table/condition.ts';
import { readSubscription } from '../../shared/table/entities/subscription.ts';
import { readTenant, type TenantItem } from '../../shared/table/entities/tenant.ts';
import { trail } from '../../shared/table/entities/trail.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { createKey } from './api-keys.ts';

export const ownTenantHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(ownTenantRoutes.listOwnTenants, async ({ caller }) => accept({ tenants: await visible(store, caller) })),

  on(ownTenantRoutes.searchOwnTenants, async ({ caller, body }) => {
    const found = search(await visible(store, caller), body, ownTenantFields);
    return found.ok ? accept({ tenants: [...found.value] }) : found;
  }),

  on(ownTenantRoutes.describeOwnTenant, async ({ caller, params }) => {
    const [tenant] = await visible(store, caller);
    return tenant?.ID === params.tenantID ? accept(tenant) : missing('tenant');
  }),

  on(ownTenantRoutes.modifyOwnTenant, async ({ caller, params, body, now }) => {
    const own = await ownTenant(store, caller, params.tenantID);
    if (!own.ok) return own;
    const set = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    if (Object.keys(set).length > 0) {
      const written = await store.transact([
        { update: keys.tenant(caller.tenantID), change: { set }, if: exists('pk') },
        { update: keys.tenantEntry(caller.tenantID), change: { set }, if: exists('pk') },
        {
          put: trail(caller.tenantID, {
            at: now,
            action: 'tenant-updated',
            target: `tenant-${own.value.ID}`,
            by: caller.by,
            detail: Object.keys(set).join(', '),
          }),
        },
      ]);
      if (!written.ok) return missing('tenant');
    }
    const [tenant] = await visible(store, caller);
    return tenant ? accept(tenant) : missing('tenant');
  }),

  on(ownTenantRoutes.generateOwnTenantKey, async ({ caller, params, body, now }) => {
    const own = await ownTenant(store, caller, params.tenantID);
    return own.ok ? createKey(store, caller, body, now) : own;
  }),
];

const ownTenant = async (store: Store, caller: TenantCaller, ID: number): Promise<Outcome<TenantItem>> => {
  const tenant = await readTenant(store, caller.tenantID);
  return tenant?.ID === ID ? accept(tenant) : missing('tenant');
};

/** Others' tenants are not there for a tenant's key. */
const visible = async (store: Store, caller: TenantCaller) => {
  const [tenant, subscription] = await Promise.all([
    readTenant(store, caller.tenantID),
    readSubscription(store, caller.tenantID),
  ]);
  if (!tenant) return [];
  return [
    {
      ID: tenant.ID,
      guid: tenant.guid,
      name: tenant.name,
      locale: tenant.locale,
      timeZone: tenant.timeZone,
      tenantState: compatibleState(tenant.tenantState),
      demoMode: false,
      modulesVisible: [...(subscription?.modules ?? [])],
      hideUnlicensedModules: true,
    },
  ];
};

const compatibleState = (state: TenantState): z.input<typeof ownTenantSchema>['tenantState'] =>
  state === 'active' || state === 'restricted'
    ? 'active'
    : state === 'suspended'
      ? state
      : 'pending-deletion';
