import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyLife, type Expected, type Life, live, START } from '../../../test/support/tenant-life.ts';
import { builtInCatalogue, type CatalogueVersion, catalogueAt } from './catalogue.ts';
import { decideEntitle, type Entitled } from './entitle.ts';
import { type Holding, inOrder } from './holding.ts';
import type { Catalogue, Menu } from './menus.ts';
import type { Order, Standing } from './order.ts';
import { decidePlace } from './place.ts';
import { mayBegin, nextWork } from './work.ts';

const everything: Catalogue = {
  ...builtInCatalogue.menus,
  'managed-anti-virus': { ...builtInCatalogue.menus['managed-anti-virus'], offered: true },
};

/** The decisions alone, each followed by what it says: what the functions do, without their table. */
const pureLife = async (): Promise<Life> => {
  const clock = { now: START };
  let held: Entitled = { modules: [], quantity: 0 };
  let activated = 0;
  let suspended = false;
  const orders: Order[] = [];
  const holdings: Holding[] = [];
  const versions: CatalogueVersion[] = [{ ...builtInCatalogue, menus: everything }];
  const menusNow = () => catalogueAt(versions, clock.now).menus;
  const open = () => orders.find(({ state }) => state === 'accepted' || state === 'in-process');
  const tenant = () => ({ tenantState: suspended ? ('suspended' as const) : ('active' as const) });
  const standing = (): Standing => ({
    ...tenant(),
    ...held,
    timeZone: 'Asia/Tokyo',
    activated,
    inProcess: open(),
  });
  const next = (order: Order): Partial<Order> => {
    const work = nextWork(order);
    if (work.todo === 'start') return { state: 'in-process' };
    if (work.todo !== 'step') return { state: 'done' };
    if (work.step === 'check' && !mayBegin(tenant()).ok) return { state: 'undone' };
    if (work.step === 'entitle') {
      const entitled = decideEntitle(order, activated, menusNow(), clock.now);
      if (!entitled.ok) return { state: 'undone' };
      held = entitled.value;
      holdings.push({ from: clock.now, menu: held.menu, quantity: held.quantity, orderID: order.ID });
    }
    return { stepsDone: [...order.stepsDone, work.step] };
  };
  return {
    clock,
    place: async (wish) => {
      const placed = decidePlace(wish, standing(), menusNow(), clock.now);
      if (!placed.ok) return placed.reason;
      const common = { state: 'accepted' as const, orderedBy: 'key', stepsDone: [] };
      const ID = orders.length + 1;
      orders.push({ ...placed.value, ...common, ID, accepted: clock.now, moved: clock.now });
      return undefined;
    },
    work: async (writes) => {
      for (let i = 0; i < writes; i++) {
        const order = open();
        if (order) orders[orders.indexOf(order)] = { ...order, ...next(order), moved: clock.now };
      }
    },
    activate: async () => {
      const free = held.menu !== undefined && activated < held.quantity;
      if (free) activated++;
      return free;
    },
    deactivate: async () => {
      activated = Math.max(0, activated - 1);
    },
    setPrices: async (prices) => {
      const menus = Object.fromEntries(
        Object.entries(everything).map(([menu, entry]) => [
          menu,
          { ...entry, unitPrice: prices[menu as Menu] },
        ]),
      ) as Catalogue;
      versions.push({ version: versions.length, from: clock.now, currency: 'JPY', menus });
    },
    suspend: async (to) => {
      suspended = to;
    },
    look: async () => ({
      ...held,
      activated,
      inProcess: open()?.ID,
      orders,
      holdings: inOrder(holdings),
      versions,
    }),
  };
};

it('keeps to the requirements in any life of a tenant', { timeout: 120_000 }, async () => {
  const lives: Expected[] = [];
  await fc.assert(
    fc.asyncProperty(anyLife(40), async (commands) => {
      lives.push(await live(pureLife, commands));
    }),
    { numRuns: 2000 },
  );
  // Lives in which nothing happens would prove nothing.
  const count = (that: (life: Expected) => boolean): number => lives.filter(that).length;
  expect(count(({ held }) => held.length >= 3)).toBeGreaterThan(50);
  expect(count(({ held }) => held.some(({ menu }) => menu === undefined))).toBeGreaterThan(20);
  expect(count(({ closed }) => [...closed.values()].some((fee) => fee > 0))).toBeGreaterThan(20);
});
