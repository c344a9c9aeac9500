import * as z from 'zod';
import { type Holding, inOrder } from '../../../domain/order/holding.ts';
import { absent } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store, Write } from '../../store.ts';

/** What a tenant held from a moment on. Never changed; a few a year, kept as long as the tenant. */
export const holdingItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('holding'),
  tenant: z.string(),
  from: z.number(),
  menu: z.enum(['managed-anti-virus', 'managed-virtual-patch', 'managed-host-security-package']).optional(),
  quantity: z.number(),
  orderID: z.number(),
});
export type HoldingItem = z.infer<typeof holdingItem>;

/** Goes into the transaction in which the entitlement changes, so that fees and entitlement cannot disagree. */
export const holdingPut = (tenant: string, { from, menu, quantity, orderID }: Holding): Write => {
  const item: HoldingItem = {
    ...keys.holding(tenant, from, orderID),
    kind: 'holding',
    tenant,
    from,
    ...(menu !== undefined && { menu }),
    quantity,
    orderID,
  };
  return { put: item, if: absent('pk') };
};

/** All that a tenant ever held, one after another. */
export const listHoldings = async (store: Store, tenant: string): Promise<readonly Holding[]> =>
  inOrder(
    await store.queryAll(partitions.orders(tenant), holdingItem, { prefix: 'holding#', consistent: true }),
  );
