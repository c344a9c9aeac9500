import { accept, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { mayOrder } from '../tenant/state.ts';
import { inWords } from './cooling-off.ts';
import type { Catalogue, Menu, Module } from './menus.ts';
import type { Held, Order, Standing, Wish } from './order.ts';

/** What an accepted order is about. */
export type Placed = Pick<Order, 'type' | 'menu' | 'quantity' | 'before'>;

/** Whether an order may be placed now, and what it then says (ORD-1 to ORD-6, ORD-8, ORD-9). `now` in epoch ms. */
export const decidePlace = (
  wish: Wish,
  standing: Standing,
  catalogue: Catalogue,
  now: number,
): Outcome<Placed> => {
  const state = mayOrder(standing);
  if (!state.ok) return state;
  if (standing.inProcess) return inProcess(standing.inProcess);
  if (wish.type === 'new') return placeNew(wish, standing, catalogue, now);
  if (standing.menu === undefined) {
    return refuse(
      'conflict',
      `type: there is nothing to change: this tenant holds no menu.`,
      'not-subscribed',
    );
  }
  const held: Held = { menu: standing.menu, quantity: standing.quantity };
  switch (wish.type) {
    case 'menu-change':
      return placeMenuChange(wish, held, standing.activated, catalogue);
    case 'quantity-change':
      return placeQuantityChange(wish, held, standing.activated);
    case 'cancellation':
      return placeCancellation(held, standing);
  }
};

const inProcess = ({ ID, type }: NonNullable<Standing['inProcess']>): Refusal =>
  refuse(
    'conflict',
    `Order ${ID}${type ? ` (${type})` : ''} is in process. Place the next one when it is finished.`,
    'order-in-process',
    { orderID: ID },
  );

const placeNew = (
  { menu, quantity }: Extract<Wish, { type: 'new' }>,
  standing: Standing,
  catalogue: Catalogue,
  now: number,
): Outcome<Placed> => {
  if (standing.menu !== undefined) {
    return refuse(
      'conflict',
      `type: this tenant already holds ${catalogue[standing.menu].name} for ${standing.quantity} computers. Change its menu or quantity instead.`,
      'already-subscribed',
      { menu: standing.menu, quantity: standing.quantity },
    );
  }
  if (standing.newOrderFrom !== undefined && now < standing.newOrderFrom) {
    return refuse(
      'conflict',
      `type: for 14 days after a cancellation nothing new can be ordered. The next new order is possible from ${inWords(standing.newOrderFrom, standing.timeZone)}.`,
      'cooling-off',
      { newOrderFrom: standing.newOrderFrom },
    );
  }
  return isOffered(menu, catalogue, { type: 'new', menu, quantity });
};

const isOffered = (menu: Menu, catalogue: Catalogue, placed: Placed): Outcome<Placed> =>
  catalogue[menu].offered
    ? accept(placed)
    : refuse('conflict', `menu: ${catalogue[menu].name} is not offered here.`, 'menu-not-offered');

/** The whole quantity moves (ORD-4). What computers lose must have been read and confirmed. */
const placeMenuChange = (
  { menu, confirmed }: Extract<Wish, { type: 'menu-change' }>,
  before: Held,
  activated: number,
  catalogue: Catalogue,
): Outcome<Placed> => {
  if (menu === before.menu) {
    return refuse('conflict', `menu: this tenant already holds ${catalogue[menu].name}.`, 'same-menu');
  }
  const placed = isOffered(menu, catalogue, {
    type: 'menu-change',
    menu,
    quantity: before.quantity,
    before,
  });
  const lost = modulesLost(before.menu, menu, catalogue);
  if (!placed.ok || lost.length === 0 || confirmed) return placed;
  return refuse(
    'conflict',
    `${catalogue[menu].name} does not include ${lost.map((name) => words[name]).join(' and ')}: this switches ${lost.length > 1 ? 'them' : 'it'} off on ${activated} activated computers. Order again with "confirmed": true to go on.`,
    'confirmation-required',
    { lost: lost.join(' '), computers: activated },
  );
};

const words: Readonly<Record<Module, string>> = {
  'intrusion-prevention': 'intrusion prevention',
  firewall: 'firewall',
};

const modulesLost = (from: Menu, to: Menu, catalogue: Catalogue): readonly Module[] =>
  catalogue[from].modules.filter((module) => !catalogue[to].modules.includes(module));

const placeQuantityChange = (
  { quantity }: Extract<Wish, { type: 'quantity-change' }>,
  before: Held,
  activated: number,
): Outcome<Placed> => {
  if (quantity === before.quantity) {
    return refuse(
      'conflict',
      `quantity: ${quantity} computers are what is ordered already.`,
      'same-quantity',
    );
  }
  return quantity < activated
    ? belowActivated(quantity, activated)
    : accept({ type: 'quantity-change', menu: before.menu, quantity, before });
};

export const belowActivated = (quantity: number, activated: number): Refusal =>
  refuse(
    'conflict',
    `quantity: ${activated} computers are activated, ${quantity} are too few for them. Deactivate ${activated - quantity} first.`,
    'below-activated',
    { quantity, activated },
  );

const placeCancellation = (before: Held, standing: Standing): Outcome<Placed> =>
  standing.activated > 0
    ? stillActivated(standing.activated, standing.someActivated)
    : accept({ type: 'cancellation', menu: before.menu, quantity: 0, before });

/** `some`: names of computers, for people to find them. */
export const stillActivated = (activated: number, some: readonly string[] = []): Refusal => {
  const more = activated - some.length;
  const named = some.length === 0 ? '' : ` (${some.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
  return refuse(
    'conflict',
    `type: ${activated} ${activated === 1 ? 'computer is' : 'computers are'} still activated${named}. Deactivate ${activated === 1 ? 'it' : 'them'} first, by force if gone for good: DELETE /api/computers/ID.`,
    'still-activated',
    { activated },
  );
};
