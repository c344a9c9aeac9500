import { apiTenantHandlers } from '../../functions/operator/api-tenants.ts';
import { tenantHandlers } from '../../functions/operator/tenants.ts';
import { steps } from '../../functions/order-work/steps.ts';
import { workOrder } from '../../functions/order-work/work-order.ts';
import { placeOrder } from '../../functions/orders/place-order.ts';
import { readOrders } from '../../functions/orders/read-orders.ts';
import { api } from '../../shared/http/api.ts';
import { newOperatorKey } from '../../shared/http/mint-key.ts';
import type { Store } from '../../shared/table/store.ts';
import { call, type HttpHandler, quietLogger } from './call.ts';

export interface TestTenant {
  readonly guid: string;
  /** Header of its full-access key. */
  readonly auth: { readonly 'api-secret-key': string };
}

/** The functions that make and supply a tenant, on a table. */
export const commerce = (store: Store, now: () => number = Date.now) => {
  const deps = { store, logger: quietLogger(), now };
  const operator: HttpHandler = api(deps, [...tenantHandlers(deps), ...apiTenantHandlers(deps)]);
  const orders: HttpHandler = api(deps, [placeOrder(deps), ...readOrders(deps)]);
  const work = (tenant: string, orderID: number) => workOrder({ store, now, steps }, tenant, orderID);

  const operatorAuth = async (): Promise<{ 'api-secret-key': string }> => {
    const { item, secretKey } = newOperatorKey(Math.floor(Math.random() * 1e9) + 1, 'Operator', now());
    await store.put(item);
    return { 'api-secret-key': secretKey };
  };

  /** A tenant through the operator's API. */
  const tenant = async (name = 'Kaede Trading'): Promise<TestTenant> => {
    const { body } = await call<{ guid: string; secretKey: string }>(operator, {
      path: '/operator/tenants',
      headers: await operatorAuth(),
      body: { name, emailAddress: 'admin@example.com' },
    });
    return { guid: body.guid, auth: { 'api-secret-key': body.secretKey } };
  };

  /** A tenant whose order is done. */
  const subscribed = async (quantity: number): Promise<TestTenant> => {
    const made = await tenant();
    const { body } = await call<{ ID: number }>(orders, {
      path: '/api/orders',
      headers: made.auth,
      body: { type: 'new', menu: 'managed-virtual-patch', quantity },
    });
    await work(made.guid, body.ID);
    return made;
  };

  return { operator, orders, work, operatorAuth, tenant, subscribed };
};
