import { isStuck } from '../../shared/domain/order/work.ts';
import { readOpenOrder } from '../../shared/table/entities/order/order.ts';
import type { SweepDeps } from './deps.ts';

/** Hands an order that lost its message or its worker to the workers again; they bear it twice. */
export const resendOrder = async ({ store, now, orders }: SweepDeps, tenant: string): Promise<void> => {
  const order = await readOpenOrder(store, tenant);
  if (order && isStuck(order, now())) await orders.send({ version: 1, tenant, orderID: order.ID });
};
