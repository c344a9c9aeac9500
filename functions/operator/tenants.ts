import { FULL_ACCESS_ID } from '../../shared/domain/access/role.ts';
import { accept, missing, type Outcome } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { mintKey } from '../../shared/http/mint-key.ts';
import { nextOf, readPlace } from '../../shared/http/place.ts';
import { operatorRoutes } from '../../shared/schema/routes/operator.ts';
import { absent } from '../../shared/table/condition.ts';
import { FIRST_KEY_ID } from '../../shared/table/entities/access/access.ts';
import {
  pageTenants,
  readTenant,
  TENANT_PLACE,
  type TenantEntryItem,
  type TenantItem,
} from '../../shared/table/entities/tenant/tenant.ts';
import { foundTenant } from './found-tenant.ts';
import { deleteTenant, setTenantState } from './save-tenant.ts';

const PAGE = 500;

export const tenantHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(operatorRoutes.createTenant, async ({ caller, body, now }) => {
    let secretKey = '';
    const tenant = await foundTenant(store, body, caller.by, now, (guid) => {
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
      secretKey = first.secretKey;
      return [{ put: first.item, if: absent('pk') }];
    });
    return accept({ ...view(tenant), secretKey });
  }),

  on(operatorRoutes.listTenants, async ({ query }) => {
    const after = readPlace(query.cursor, TENANT_PLACE);
    if (!after.ok) return after;
    const page = await pageTenants(store, { after: after.value, limit: query.limit ?? PAGE });
    return accept({ tenants: page.items.map(view), ...nextOf(page.next) });
  }),

  on(operatorRoutes.describeTenant, async ({ params }) => {
    const tenant = await readTenant(store, params.tenantID);
    return tenant && tenant.tenantState !== 'deleted' ? accept(view(tenant)) : missing('tenant');
  }),

  on(operatorRoutes.restrictTenant, async ({ caller, params, body, now }) =>
    viewed(
      await setTenantState(
        store,
        params.tenantID,
        { to: 'restricted', reason: body.reason },
        { by: caller.by, now },
      ),
    ),
  ),

  on(operatorRoutes.suspendTenant, async ({ caller, params, body, now }) =>
    viewed(
      await setTenantState(
        store,
        params.tenantID,
        { to: 'suspended', reason: body.reason },
        { by: caller.by, now },
      ),
    ),
  ),

  on(operatorRoutes.liftTenant, async ({ caller, params, now }) =>
    viewed(await setTenantState(store, params.tenantID, { to: 'active' }, { by: caller.by, now })),
  ),

  on(operatorRoutes.deleteTenant, async ({ caller, params, now }) =>
    viewed(await deleteTenant(store, params.tenantID, { by: caller.by, now })),
  ),
];

const viewed = (outcome: Outcome<TenantItem>) => (outcome.ok ? accept(view(outcome.value)) : outcome);

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
