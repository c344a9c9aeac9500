import type * as z from 'zod';
import { fullAccess } from '../../shared/domain/access/role.ts';
import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import type { TenantState } from '../../shared/domain/tenant/state.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { OperatorCaller, TenantCaller } from '../../shared/http/caller.ts';
import { createKey } from '../../shared/http/create-key.ts';
import { type apiTenant, apiTenantFields } from '../../shared/schema/api/tenant/api-tenant.ts';
import { apiTenantRoutes } from '../../shared/schema/routes/api-tenants.ts';
import { readSubscription } from '../../shared/table/entities/order/subscription.ts';
import {
  listTenants,
  readTenant,
  type TenantEntryItem,
  type TenantItem,
} from '../../shared/table/entities/tenant/tenant.ts';
import type { Store } from '../../shared/table/store.ts';
import { foundTenant } from './found-tenant.ts';
import { deleteTenant, editTenant, setTenantState } from './save-tenant.ts';

type Caller = TenantCaller | OperatorCaller;
type Known = TenantItem | TenantEntryItem;

/** Reads of this many tenants' subscriptions at once. */
const AT_ONCE = 25;

/** Tenants as the API knows them: the operator is its primary tenant and sees all, a tenant sees itself. */
export const apiTenantHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(apiTenantRoutes.list, async ({ caller }) => accept({ tenants: await views(store, caller) })),

  on(apiTenantRoutes.search, async ({ caller, body }) => {
    const found = search(await views(store, caller), body, apiTenantFields);
    return found.ok ? accept({ tenants: [...found.value] }) : found;
  }),

  on(apiTenantRoutes.create, async ({ caller, body, now }) => {
    const { administrator, name, locale, timeZone } = body;
    const founding = { name, locale, timeZone, emailAddress: administrator.emailAddress };
    return accept(await view(store, await foundTenant(store, founding, caller.by, now)));
  }),

  on(apiTenantRoutes.describe, async ({ caller, params }) => {
    const tenant = await find(store, caller, params.tenantID);
    return tenant ? accept(await view(store, tenant)) : missing('tenant');
  }),

  on(apiTenantRoutes.modify, async ({ caller, params, body, now }) => {
    const { tenantState, ...general } = body;
    const tenant = await find(store, caller, params.tenantID);
    if (!tenant) return missing('tenant');
    const by = { by: caller.by, now };
    const other = tenantState !== undefined && tenantState !== compatibleState(tenant.tenantState);
    if (other && caller.who !== 'operator') return operatorsAlone;
    if (other && tenantState === 'pending-deletion') return byDelete;
    const set = Object.fromEntries(Object.entries(general).filter(([, value]) => value !== undefined));
    const edited = await editTenant(store, tenant.guid, set, by);
    if (!edited.ok || !other) return edited.ok ? accept(await view(store, edited.value)) : edited;
    const wish =
      tenantState === 'suspended'
        ? { to: tenantState, reason: `suspended by ${caller.by.name}` }
        : ({ to: 'active' } as const);
    const changed = await setTenantState(store, tenant.guid, wish, by);
    return changed.ok ? accept(await view(store, changed.value)) : changed;
  }),

  on(apiTenantRoutes.remove, async ({ caller, params, now }) => {
    const tenant = await find(store, caller, params.tenantID);
    if (!tenant) return missing('tenant');
    const deleted = await deleteTenant(store, tenant.guid, { by: caller.by, now });
    return deleted.ok ? accept(undefined) : deleted;
  }),

  on(apiTenantRoutes.generateKey, async ({ caller, params, body, now }) => {
    const tenant = await find(store, caller, params.tenantID);
    if (!tenant) return missing('tenant');
    const role = caller.who === 'tenant' ? caller.role : fullAccess;
    return createKey(store, { tenantID: tenant.guid, by: caller.by, role }, body, now);
  }),
];

const operatorsAlone = refuse('forbidden', 'tenantState: only the operator changes it.', 'operator-only', {
  field: 'tenantState',
});

const byDelete = refuse('invalid', 'tenantState: a tenant is deleted by DELETE.', 'invalid', {
  field: 'tenantState',
});

/** Others' tenants are not there for a tenant's key. */
const visible = async (store: Store, caller: Caller): Promise<readonly Known[]> => {
  if (caller.who === 'operator') return (await listTenants(store)).toSorted((a, b) => a.ID - b.ID);
  const own = await readTenant(store, caller.tenantID);
  return own ? [own] : [];
};

const find = async (store: Store, caller: Caller, ID: number): Promise<Known | undefined> =>
  (await visible(store, caller)).find((tenant) => tenant.ID === ID);

const views = async (store: Store, caller: Caller): Promise<z.input<typeof apiTenant>[]> => {
  const tenants = await visible(store, caller);
  const found: z.input<typeof apiTenant>[] = [];
  for (let i = 0; i < tenants.length; i += AT_ONCE) {
    found.push(...(await Promise.all(tenants.slice(i, i + AT_ONCE).map((tenant) => view(store, tenant)))));
  }
  return found;
};

const view = async (store: Store, tenant: Known): Promise<z.input<typeof apiTenant>> => ({
  ID: tenant.ID,
  guid: tenant.guid,
  name: tenant.name,
  locale: tenant.locale,
  timeZone: tenant.timeZone,
  tenantState: compatibleState(tenant.tenantState),
  demoMode: false,
  modulesVisible: [...((await readSubscription(store, tenant.guid))?.modules ?? [])],
  hideUnlicensedModules: true,
});

const compatibleState = (state: TenantState): z.input<typeof apiTenant>['tenantState'] => {
  switch (state) {
    case 'active':
    case 'restricted':
      return 'active';
    case 'suspended':
      return 'suspended';
    case 'pending-deletion':
    case 'deleted':
      return 'pending-deletion';
  }
};
