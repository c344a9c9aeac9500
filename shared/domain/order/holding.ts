import type { Menu } from './menus.ts';

/** What a tenant holds from a moment on: written where an order's entitlement takes effect, read by the fees (ORD-7). */
export interface Holding {
  /** Epoch ms. */
  readonly from: number;
  /** Absent after a cancellation. */
  readonly menu?: Menu | undefined;
  /** Computers that may be activated; 0 after a cancellation. */
  readonly quantity: number;
  /** The order that brought it. A tenant's orders take effect one after another, in the order of their ids (ORD-3). */
  readonly orderID: number;
}

/**
 * Holdings one after another. Ids say what came first; a clock that was set back between two orders must not turn
 * them round, so none begins before the one it follows.
 */
export const inOrder = (holdings: readonly Holding[]): readonly Holding[] => {
  let reached = 0;
  return [...holdings]
    .sort((a, b) => a.orderID - b.orderID || a.from - b.from)
    .map((holding) => {
      reached = Math.max(reached, holding.from);
      return { ...holding, from: reached };
    });
};
