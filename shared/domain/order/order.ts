import type { Menu } from './menus.ts';

/** Menu change, quantity change and cancellation (ORD-1) join here, each with its decision and its steps. */
export type OrderType = 'new';

/** Moves only forward: accepted, in process, then done or undone. */
export type OrderState = 'accepted' | 'in-process' | 'done' | 'undone';

export interface Wish {
  readonly type: OrderType;
  readonly menu: Menu;
  /** Computers that may be activated. */
  readonly quantity: number;
}

export interface Order extends Wish {
  readonly ID: number;
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

/** What an order meets: the tenant's state and what it holds. */
export interface Standing {
  readonly suspended: boolean;
  readonly menu?: Menu | undefined;
  readonly quantity: number;
  /** Id of the order that is being worked. */
  readonly inProcess?: number | undefined;
}

/** The order as it was answered when it was placed, whatever became of it since. */
export const asPlaced = (order: Order) => ({
  ID: order.ID,
  type: order.type,
  menu: order.menu,
  quantity: order.quantity,
  state: 'accepted' as const,
  orderedBy: order.orderedBy,
  accepted: order.accepted,
});
