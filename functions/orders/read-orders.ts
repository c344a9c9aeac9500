import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { orderRoutes } from '../../shared/schema/routes/orders.ts';
import { listOrders, readOrder } from '../../shared/table/entities/order/order.ts';
import { readSubscription } from '../../shared/table/entities/order/subscription.ts';
import { orderView } from './view.ts';

/** The orders of a tenant, and the one view of what it holds and uses, wherever its hosts live (ORD-10). */
export const readOrders = ({ store }: ApiDeps): readonly Handler[] => [
  on(orderRoutes.listOrders, async ({ caller }) =>
    accept({ orders: (await listOrders(store, caller.tenantID)).map(orderView) }),
  ),

  on(orderRoutes.describeOrder, async ({ caller, params }) => {
    const order = await readOrder(store, caller.tenantID, params.orderID);
    return order ? accept(orderView(order)) : missing('order');
  }),

  on(orderRoutes.describeUsage, async ({ caller, now }) => {
    const subscription = await readSubscription(store, caller.tenantID);
    return accept({
      ...(subscription?.menu && { menu: subscription.menu }),
      quantity: subscription?.quantity ?? 0,
      activated: subscription?.activated ?? 0,
      ...(subscription?.inProcess !== undefined && { orderInProcess: subscription.inProcess }),
      ...(subscription?.newOrderFrom !== undefined &&
        subscription.newOrderFrom > now && { newOrderFrom: subscription.newOrderFrom }),
    });
  }),
];
