import * as z from 'zod';
import { type OrderType, orderTypes, type Wish } from '../../../domain/order/order.ts';
import { bool, ID, time } from '../common.ts';

/** Host-security menus (ORD-2); a tenant holds at most one. */
export const menu = z.enum(['managed-anti-virus', 'managed-virtual-patch', 'managed-host-security-package']);
export type Menu = z.infer<typeof menu>;

const quantity = z.number().int().min(1).max(1_000_000);

/** Members that a type of order needs; one that it does not take would be silently without effect. */
const takes: Readonly<Record<OrderType, readonly ('menu' | 'quantity')[]>> = {
  new: ['menu', 'quantity'],
  'menu-change': ['menu'],
  'quantity-change': ['quantity'],
  cancellation: [],
};

/** What `POST /api/orders` takes; flat, so that its document says every member (ORD-1). */
export const newOrder = z
  .object({
    type: z.enum(orderTypes),
    /** For `new` and `menu-change`. */
    menu: menu.optional(),
    /** Computers that may be activated; for `new` and `quantity-change`. */
    quantity: quantity.optional(),
    /** For a `menu-change` that switches modules off on computers: that this was read. */
    confirmed: bool.optional(),
  })
  .transform((body, context): Wish => {
    for (const member of ['menu', 'quantity'] as const) {
      const needed = takes[body.type].includes(member);
      if (needed === (body[member] !== undefined)) continue;
      const message = needed
        ? `is needed in an order of type ${body.type}`
        : `an order of type ${body.type} takes none: leave it out`;
      context.addIssue({ code: 'custom', path: [member], message });
    }
    // Parsed above: what a type takes is there.
    return body as Wish;
  });

export const orderState = z.enum(['accepted', 'in-process', 'done', 'undone']);

const held = z.object({ menu, quantity: z.number().int() });

export const order = z.object({
  ID,
  type: z.enum(orderTypes),
  /** What is held once it is done; of a cancellation the menu that ends. */
  menu,
  /** 0 after a cancellation. */
  quantity: z.number().int(),
  /** What was held when it was accepted; absent for a new one. */
  before: held.optional(),
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
  /** After a cancellation: from when on something new may be ordered (ORD-6). */
  newOrderFrom: time.optional(),
});
