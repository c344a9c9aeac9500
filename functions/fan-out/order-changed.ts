import { orderItem } from '../../shared/table/entities/order/order.ts';
import type { Follow } from './deps.ts';

/** An accepted order goes to its workers, and people are told of it and of its end; both bear a message that comes twice. */
export const orderChanged: Follow = async ({ orders, notify }, { before, after }) => {
  const { tenant, ID: orderID, state } = orderItem.parse(after);
  if (state === 'in-process') return;
  if (state === 'accepted') await orders.send({ version: 1, tenant, orderID });
  if (before?.state !== state) await notify.send({ version: 1, what: 'order', tenant, orderID, state });
};
