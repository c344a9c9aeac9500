import type { Order } from '../../shared/domain/order/order.ts';

/** An order as the API answers it; how far its work has come inside stays inside. */
export const orderView = (order: Order) => ({
  ID: order.ID,
  type: order.type,
  menu: order.menu,
  quantity: order.quantity,
  ...(order.before && { before: order.before }),
  state: order.state,
  orderedBy: order.orderedBy,
  accepted: order.accepted,
  ...(order.finished !== undefined && { finished: order.finished }),
  ...(order.reason !== undefined && { reason: order.reason }),
});
