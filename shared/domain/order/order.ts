import type { TenantStanding } from '../tenant/state.ts';
import type { Menu } from './menus.ts';

export const orderTypes = ['new', 'menu-change', 'quantity-change', 'cancellation'] as const;
export type OrderType = (typeof orderTypes)[number];

/** Moves only forward: accepted, in process, then done or undone. */
export type OrderState = 'accepted' | 'in-process' | 'done' | 'undone';

export type Wish =
  | { readonly type: 'new'; readonly menu: Menu; readonly quantity: number }
  /** `confirmed`: the caller knows what its computers lose. */
  | { readonly type: 'menu-change'; readonly menu: Menu; readonly confirmed?: boolean | undefined }
  | { readonly type: 'quantity-change'; readonly quantity: number }
  | { readonly type: 'cancellation' };

/** A menu, and for how many computers. */
export interface Held {
  readonly menu: Menu;
  readonly quantity: number;
}

export interface Order {
  readonly ID: number;
  readonly type: OrderType;
  /** What is held once it is done; of a cancellation the menu that ends. */
  readonly menu: Menu;
  /** Computers that may be activated then: 0 after a cancellation. */
  readonly quantity: number;
  /** What was held when it was accepted; absent for a new one. */
  readonly before?: Held | undefined;
  readonly state: OrderState;
  readonly orderedBy: string;
  /** Epoch ms, as are all times here. */
  readonly accepted: number;
  readonly finished?: number | undefined;
  /** Why it was undone, in words. */
  readonly reason?: string | undefined;
  /** Steps that took effect, in the order in which they did. */
  readonly stepsDone: readonly string[];
  /** When its work last moved on; the sweep resumes an order that has stood still. */
  readonly moved: number;
}

/** What an order meets: the tenant's state, what it holds and uses. */
export interface Standing extends TenantStanding {
  /** The tenant's, for times in words. */
  readonly timeZone: string;
  readonly menu?: Menu | undefined;
  readonly quantity: number;
  readonly activated: number;
  /** Some of the activated computers, by name; needed for cancellations alone. */
  readonly someActivated?: readonly string[] | undefined;
  /** The order that is being worked. */
  readonly inProcess?: { readonly ID: number; readonly type?: OrderType | undefined } | undefined;
  /** Before this time (epoch ms) nothing new may be ordered: there was a cancellation (ORD-6). */
  readonly newOrderFrom?: number | undefined;
}

/** The order as it was answered when it was placed, whatever became of it since. */
export const asPlaced = (order: Order) => ({
  ID: order.ID,
  type: order.type,
  menu: order.menu,
  quantity: order.quantity,
  ...(order.before && { before: order.before }),
  state: 'accepted' as const,
  orderedBy: order.orderedBy,
  accepted: order.accepted,
});
