import * as z from 'zod';
import { ID, time } from './common.ts';

/** Host-security menus (ORD-2); a tenant holds at most one. */
export const menu = z.enum(['managed-anti-virus', 'managed-virtual-patch', 'managed-host-security-package']);
export type Menu = z.infer<typeof menu>;

export const newOrder = z.object({
  /** More types join with the commercial side: menu-change, quantity-change, cancellation. */
  type: z.literal('new', { error: 'must be new' }),
  menu,
  /** Computers that may be activated. */
  quantity: z.number().int().min(1).max(1_000_000),
});

export const orderState = z.enum(['accepted', 'in-process', 'done', 'undone']);

export const order = z.object({
  ID,
  type: z.literal('new'),
  menu,
  quantity: z.number().int(),
  state: orderState,
  /** Who placed it. */
  orderedBy: z.string(),
  accepted: time,
  finished: time.optional(),
  /** Why it was undone, in words. */
  reason: z.string().optional(),
});
export type Order = z.infer<typeof order>;

export const orders = z.object({ orders: z.array(order) });

/** The tenant's one view of what it ordered and uses, wherever its hosts live (ORD-10). */
export const usage = z.object({
  menu: menu.optional(),
  quantity: z.number().int(),
  activated: z.number().int(),
  orderInProcess: ID.optional(),
});
