import { accept } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { type Column, csvAnswer, wantedFormat } from '../../shared/http/export.ts';
import { nextOf, readPlace } from '../../shared/http/place.ts';
import { feeRoutes } from '../../shared/schema/routes/fees.ts';
import {
  pageTenants,
  TENANT_PLACE,
  type TenantEntryItem,
} from '../../shared/table/entities/tenant/tenant.ts';
import { readUsage, type Usage } from './usage.ts';

const DEFAULT_LIMIT = 50;
const AT_ONCE = 10;

/** Order against use of every tenant: one page of tenants after another, in the order of their ids. */
export const operatorUsageHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(feeRoutes.listOperatorUsage, async ({ query, now, request }) => {
    const after = readPlace(query.cursor, TENANT_PLACE);
    if (!after.ok) return after;
    const page = await pageTenants(store, { after: after.value, limit: query.limit ?? DEFAULT_LIMIT });
    const tenants: ReturnType<typeof view>[] = [];
    for (let i = 0; i < page.items.length; i += AT_ONCE) {
      const some = page.items.slice(i, i + AT_ONCE);
      const usages = await Promise.all(some.map((tenant) => readUsage(store, tenant, query, now)));
      for (const [n, usage] of usages.entries()) {
        if (!usage.ok) return usage;
        const tenant = some[n];
        if (tenant) tenants.push(view(tenant, usage.value));
      }
    }
    const next = nextOf(page.next);
    return accept(
      wantedFormat(request, ['csv']) === 'csv'
        ? csvAnswer(columns, tenants, next.next)
        : { tenants, ...next },
    );
  }),
];

const view = ({ guid, name }: TenantEntryItem, { subscription, days }: Usage) => ({
  tenantID: guid,
  tenantName: name,
  ...(subscription?.menu && { menu: subscription.menu }),
  quantity: subscription?.quantity ?? 0,
  activated: subscription?.activated ?? 0,
  highestOrdered: Math.max(0, ...days.map(({ ordered }) => ordered)),
  highestActivated: Math.max(0, ...days.map(({ activated }) => activated)),
});

const columns: readonly Column<ReturnType<typeof view>>[] = [
  ['tenantID', ({ tenantID }) => tenantID],
  ['tenantName', ({ tenantName }) => tenantName],
  ['menu', ({ menu }) => menu],
  ['quantity', ({ quantity }) => quantity],
  ['activated', ({ activated }) => activated],
  ['highestOrdered', ({ highestOrdered }) => highestOrdered],
  ['highestActivated', ({ highestActivated }) => highestActivated],
];
