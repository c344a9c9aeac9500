import { describe, expect, it } from 'vitest';
import { COOLING_OFF, newOrderFrom } from './cooling-off.ts';
import { decideEntitle } from './entitle.ts';
import { type Catalogue, catalogue, type Menu } from './menus.ts';
import type { Standing, Wish } from './order.ts';
import { decidePlace } from './place.ts';

const now = Date.UTC(2026, 10, 23, 3);
/** One that sells anti-virus, too. */
const everything: Catalogue = {
  ...catalogue,
  'managed-anti-virus': { ...catalogue['managed-anti-virus'], offered: true },
};
const free: Standing = { tenantState: 'active', timeZone: 'Asia/Tokyo', quantity: 0, activated: 0 };
const holding: Standing = { ...free, menu: 'managed-virtual-patch', quantity: 10, activated: 4 };
const before = { menu: 'managed-virtual-patch', quantity: 10 } as const;

const buy: Wish = { type: 'new', menu: 'managed-virtual-patch', quantity: 50 };
const toPackage: Wish = { type: 'menu-change', menu: 'managed-host-security-package' };
const toAntiVirus: Wish = { type: 'menu-change', menu: 'managed-anti-virus' };
const to = (quantity: number): Wish => ({ type: 'quantity-change', quantity });
const cancel: Wish = { type: 'cancellation' };

describe('an order that may be placed', () => {
  it.each([
    ['new, by a tenant that holds nothing', buy, free, buy],
    ['new, while restricted (ORD-9)', buy, { ...free, tenantState: 'restricted' }, buy],
    ['new, in the second in which the cooling-off ends (ORD-6)', buy, { ...free, newOrderFrom: now }, buy],
    [
      'of another menu: the whole quantity moves (ORD-4)',
      toPackage,
      holding,
      { ...toPackage, quantity: 10, before },
    ],
    [
      'of a menu with less, confirmed',
      { ...toAntiVirus, confirmed: true },
      holding,
      { ...toAntiVirus, quantity: 10, before },
    ],
    ['of more', to(11), holding, { ...before, type: 'quantity-change', quantity: 11, before }],
    [
      'of less, down to what is activated (ORD-8)',
      to(4),
      holding,
      { ...before, type: 'quantity-change', quantity: 4, before },
    ],
    [
      'cancellation (ORD-5)',
      cancel,
      { ...holding, activated: 0 },
      { ...before, type: 'cancellation', quantity: 0, before },
    ],
  ] as const)('%s', (_, wish, standing, placed) => {
    expect(decidePlace(wish, standing, everything, now)).toEqual({ ok: true, value: placed });
  });
});

describe('an order that is refused', () => {
  it.each([
    [
      'while suspended, with the reason (ORD-9)',
      buy,
      { ...free, tenantState: 'suspended', stateReason: 'abuse' },
      'suspended',
      'abuse',
    ],
    ['of a deleted tenant', buy, { ...free, tenantState: 'pending-deletion' }, 'deleted', 'deleted'],
    [
      'while one is in process (ORD-3)',
      cancel,
      { ...holding, inProcess: { ID: 7, type: 'menu-change' } },
      'order-in-process',
      'Order 7 (menu-change)',
    ],
    ['new, while subscribed (ORD-2)', buy, holding, 'already-subscribed', 'Managed Virtual Patch for 10'],
    [
      'new, within 14 days of a cancellation (ORD-6)',
      buy,
      { ...free, newOrderFrom: now + 1 },
      'cooling-off',
      '23 November 2026 at 12:00:00 GMT+9',
    ],
    ['menu change without a menu', toPackage, free, 'not-subscribed', 'nothing'],
    ['quantity change without a menu', to(5), free, 'not-subscribed', 'nothing'],
    ['cancellation without a menu: it was cancelled before', cancel, free, 'not-subscribed', 'nothing'],
    [
      'to the same menu',
      { ...toPackage, menu: 'managed-virtual-patch' },
      holding,
      'same-menu',
      'Managed Virtual Patch',
    ],
    [
      'to a menu with less, unconfirmed',
      toAntiVirus,
      holding,
      'confirmation-required',
      'intrusion prevention and firewall: this switches them off on 4',
    ],
    ['of the same quantity', to(10), holding, 'same-quantity', '10'],
    ['below what is activated (ORD-8)', to(3), holding, 'below-activated', '4 computers are activated'],
    [
      'cancellation while one is activated (ORD-5)',
      cancel,
      { ...holding, someActivated: ['web-1', 'web-2'] },
      'still-activated',
      '4 computers are still activated (web-1, web-2 and 2 more)',
    ],
  ] as const)('%s', (_, wish, standing, reason, words) => {
    const outcome = decidePlace(wish, standing, everything, now);
    expect(outcome).toMatchObject({ ok: false, kind: 'conflict', reason });
    if (!outcome.ok) expect(outcome.message).toContain(words);
  });

  it('of a menu that this deployment does not sell names the menu, whether new or changed', () => {
    expect(decidePlace(toAntiVirus, holding, catalogue, now)).toMatchObject({ reason: 'menu-not-offered' });
    const wish: Wish = { ...buy, menu: 'managed-anti-virus' };
    expect(decidePlace(wish, free, catalogue, now)).toMatchObject({ reason: 'menu-not-offered' });
  });

  it('tells of the order in process before what it would be refused for anyway', () => {
    const both: Standing = { ...holding, inProcess: { ID: 2 } };
    expect(decidePlace(buy, both, everything, now)).toMatchObject({ reason: 'order-in-process' });
  });

  it('tells scripts when a new one is possible', () => {
    const cooling = { ...free, newOrderFrom: newOrderFrom(now + 999) };
    expect(decidePlace(buy, cooling, everything, now + COOLING_OFF - 1)).toMatchObject({
      detail: { newOrderFrom: now + COOLING_OFF },
    });
    expect(decidePlace(buy, cooling, everything, now + COOLING_OFF).ok).toBe(true);
  });
});

describe('what an order brings', () => {
  it('is what the menus sell (ORD-2)', () => {
    const modulesOf = (menu: Menu) => catalogue[menu].modules;
    expect(modulesOf('managed-virtual-patch')).toEqual(['intrusion-prevention', 'firewall']);
    expect(modulesOf('managed-host-security-package')).toEqual(['intrusion-prevention', 'firewall']);
    expect(modulesOf('managed-anti-virus')).toEqual([]);
  });

  it.each([
    ['below-activated', 'quantity-change', 3],
    ['still-activated', 'cancellation', 0],
  ] as const)('is refused as %s where computers came in between', (reason, type, quantity) => {
    expect(
      decideEntitle({ type, menu: 'managed-virtual-patch', quantity }, 4, everything, now),
    ).toMatchObject({
      ok: false,
      reason,
    });
  });

  it('is nothing after a cancellation, and nothing new for 14 days to the second', () => {
    const ended = { type: 'cancellation', menu: 'managed-virtual-patch', quantity: 0 } as const;
    expect(decideEntitle(ended, 0, everything, now + 500)).toEqual({
      ok: true,
      value: { modules: [], quantity: 0, newOrderFrom: now + COOLING_OFF },
    });
  });
});
