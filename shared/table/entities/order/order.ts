import * as z from 'zod';
import { orderTypes } from '../../../domain/order/order.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { readSubscription } from './subscription.ts';

const menu = z.enum(['managed-anti-virus', 'managed-virtual-patch', 'managed-host-security-package']);

export const orderItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('order'),
  tenant: z.string(),
  ID: z.number(),
  type: z.enum(orderTypes),
  menu,
  quantity: z.number(),
  before: z.object({ menu, quantity: z.number() }).optional(),
  state: z.enum(['accepted', 'in-process', 'done', 'undone']),
  orderedBy: z.string(),
  accepted: z.number(),
  finished: z.number().optional(),
  reason: z.string().optional(),
  stepsDone: z.array(z.string()),
  moved: z.number(),
  /** Set when it is finished: an open order never ends by age. */
  expiresAt: z.number().optional(),
});
export type OrderItem = z.infer<typeof orderItem>;

export const readOrder = (store: Store, tenant: string, orderID: number): Promise<OrderItem | undefined> =>
  store.get(keys.order(tenant, orderID), orderItem);

/** Newest first. A tenant places a few orders a year. */
export const listOrders = (store: Store, tenant: string): Promise<OrderItem[]> =>
  store.queryAll(partitions.orders(tenant), orderItem, {
    prefix: 'order#',
    descending: true,
    consistent: true,
  });

/**
 * The tenant's order that is not finished; there is at most one (ORD-3). One read for a tenant without, two for one
 * with. The sweep asks `isStuck` of shared/domain/order/work.ts about it.
 */
export const readOpenOrder = async (store: Store, tenant: string): Promise<OrderItem | undefined> => {
  const subscription = await readSubscription(store, tenant);
  return subscription?.inProcess === undefined ? undefined : readOrder(store, tenant, subscription.inProcess);
};

/** A caller's idempotency key and the order that it brought. */
export const idempotencyItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('idempotency'),
  orderID: z.number(),
  /** SHA-256 of what was ordered, hex: the same key with another wish is a mistake of the caller. */
  wishHash: z.string(),
  expiresAt: z.number(),
});
export type IdempotencyItem = z.infer<typeof idempotencyItem>;
