import { accept, type Outcome } from '../outcome.ts';
import { newOrderFrom } from './cooling-off.ts';
import type { Catalogue, Menu, Module } from './menus.ts';
import type { Order } from './order.ts';
import { belowActivated, stillActivated } from './place.ts';

/** What a tenant may run from now on (ORD-2, ORD-8). */
export interface Entitled {
  /** Absent after a cancellation. */
  readonly menu?: Menu;
  readonly modules: readonly Module[];
  readonly quantity: number;
  /** Epoch ms; present after a cancellation alone (ORD-6). */
  readonly newOrderFrom?: number;
}

/**
 * What an order brings when it takes effect. Computers may have been activated since it was accepted: an order that
 * would leave fewer seats than are taken is refused here, and so undone.
 */
export const decideEntitle = (
  { type, menu, quantity }: Pick<Order, 'type' | 'menu' | 'quantity'>,
  activated: number,
  catalogue: Catalogue,
  now: number,
): Outcome<Entitled> => {
  if (type === 'cancellation') {
    return activated > 0
      ? stillActivated(activated)
      : accept({ modules: [], quantity: 0, newOrderFrom: newOrderFrom(now) });
  }
  if (activated > quantity) return belowActivated(quantity, activated);
  return accept({ menu, modules: catalogue[menu].modules, quantity });
};
