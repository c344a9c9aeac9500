import { orderItem } from '../../shared/table/entities/order.ts';
import type { Follow } from './deps.ts';

/** An accepted order goes to its workers; they bear a message that comes twice. */
export const orderAccepted: Follow = async ({ orders }, { after }) => {
  const order = orderItem.parse(after);
  if (order.state === 'accepted') {
    await orders.send({ version: 1, tenant: order.tenant, orderID: order.ID });
  }
};
