import { orderItem } from '../../shared/table/entities/order.ts';
import type { Follow } from './deps.ts';

/** An accepted order goes to its workers; they bear a message that comes twice. */
export const orderChanged: Follow = async ({ orders }, { after }) => {
  const { tenant, ID, state } = orderItem.parse(after);
  if (state === 'accepted') await orders.send({ version: 1, tenant, orderID: ID });
};
