import { orderItem } from '../../shared/table/entities/order.ts';
import { compileAll } from './compile-policy.ts';
import type { Follow } from './deps.ts';

/** An accepted order is worked on; one that is done may have changed what the tenant's computers may run. */
export const orderChanged: Follow = async (deps, { after }) => {
  const { tenant, ID, state } = orderItem.parse(after);
  if (state === 'accepted') await deps.orders.send({ version: 1, tenant, orderID: ID });
  if (state === 'done') await compileAll(deps, tenant);
};
