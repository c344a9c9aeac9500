import { describe, expect, it } from 'vitest';
import { catalogue } from './menus.ts';
import type { Standing, Wish } from './order.ts';
import { decidePlace } from './place.ts';

const wish: Wish = { type: 'new', menu: 'managed-virtual-patch', quantity: 50 };
const free: Standing = { suspended: false, quantity: 0 };

describe('placing a new order', () => {
  it.each([
    ['by a tenant that holds nothing', free, undefined, undefined],
    ['while suspended (ORD-9)', { ...free, suspended: true }, 'suspended', 'suspended'],
    ['while one is in process (ORD-3)', { ...free, inProcess: 7 }, 'order-in-process', 'Order 7'],
    [
      'while subscribed (ORD-2)',
      { ...free, menu: 'managed-anti-virus', quantity: 3 },
      'already-subscribed',
      'Managed Anti-Virus for 3',
    ],
  ] as const)('%s', (_, standing, reason, words) => {
    const outcome = decidePlace(wish, standing, catalogue);
    expect(outcome.ok ? undefined : outcome.reason).toBe(reason);
    if (!outcome.ok) expect(outcome.message).toContain(words);
  });

  it('tells of the order in process before what it would be refused for anyway', () => {
    const both: Standing = { ...free, menu: 'managed-virtual-patch', quantity: 1, inProcess: 2 };
    expect(decidePlace(wish, both, catalogue)).toMatchObject({ reason: 'order-in-process' });
  });

  it('of a menu that this deployment does not sell names the menu', () => {
    const entry = { ...catalogue['managed-virtual-patch'], offered: false };
    const outcome = decidePlace(wish, free, { ...catalogue, 'managed-virtual-patch': entry });
    expect(outcome).toMatchObject({ ok: false, reason: 'menu-not-offered' });
  });
});

it('entitles what the menus sell (ORD-2)', () => {
  const modulesOf = (menu: Wish['menu']) => catalogue[menu].modules;
  expect(modulesOf('managed-virtual-patch')).toEqual(['intrusion-prevention', 'firewall']);
  expect(modulesOf('managed-host-security-package')).toEqual(['intrusion-prevention', 'firewall']);
  expect(modulesOf('managed-anti-virus')).toEqual([]);
});
