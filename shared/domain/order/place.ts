import { accept, type Outcome, refuse } from '../outcome.ts';
import type { Catalogue } from './menus.ts';
import type { Standing, Wish } from './order.ts';

/** Whether an order may be placed now (ORD-1 to ORD-3, ORD-9). */
export const decidePlace = (wish: Wish, standing: Standing, catalogue: Catalogue): Outcome<undefined> => {
  if (standing.suspended) {
    return refuse('conflict', 'This tenant is suspended: it cannot place orders.', 'suspended');
  }
  if (standing.inProcess !== undefined) {
    return refuse(
      'conflict',
      `Order ${standing.inProcess} is in process. Place the next one when it is finished.`,
      'order-in-process',
      { orderID: standing.inProcess },
    );
  }
  return byType[wish.type](wish, standing, catalogue);
};

const placeNew = (wish: Wish, standing: Standing, catalogue: Catalogue): Outcome<undefined> => {
  if (standing.menu !== undefined) {
    return refuse(
      'conflict',
      `type: this tenant already holds ${catalogue[standing.menu].name} for ${standing.quantity} computers.`,
      'already-subscribed',
      { menu: standing.menu, quantity: standing.quantity },
    );
  }
  const entry = catalogue[wish.menu];
  return entry.offered
    ? accept(undefined)
    : refuse('conflict', `menu: ${entry.name} is not offered here.`, 'menu-not-offered');
};

const byType = { new: placeNew } as const;
