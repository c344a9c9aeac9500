import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { steps } from '../../../../functions/order-work/steps.ts';
import { workOrder } from '../../../../functions/order-work/work-order.ts';
import { builtInCatalogue } from '../../../../shared/domain/order/catalogue.ts';
import { above } from '../../../../shared/table/condition.ts';
import { listHoldings } from '../../../../shared/table/entities/order/holding.ts';
import { readMenuCatalogue } from '../../../../shared/table/entities/order/menu-catalogue.ts';
import { listOrders, readOpenOrder } from '../../../../shared/table/entities/order/order.ts';
import { readSubscription, takeSeat } from '../../../../shared/table/entities/order/subscription.ts';
import { keys } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { call } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import {
  anyLife,
  type Expected,
  type Life,
  live,
  menus,
  type Prices,
  START,
} from '../../../support/tenant-life.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

class Killed extends Error {}

/** A worker's store: after so many transactions the worker is gone, in the middle of whatever it did. */
const dyingAfter = (store: Store, writes: number): Store => {
  let left = writes;
  return {
    ...store,
    transact: async (...given) => {
      if (left-- <= 0) throw new Killed();
      return store.transact(...given);
    },
  };
};

const put = (store: Store, version: number, from: number, prices: Partial<Prices>) => {
  const entries = menus.map((menu) => [
    menu,
    { ...builtInCatalogue.menus[menu], offered: true, unitPrice: prices[menu] ?? 0 },
  ]);
  return store.put({
    ...keys.menuCatalogue(version),
    ...{ kind: 'menu-catalogue', version, from, currency: 'JPY', menus: Object.fromEntries(entries) },
    ...{ written: from, by: 'Operator' },
  });
};

/** The functions on the real table; each life has a tenant of its own and its own catalogue, one after another. */
const realLife = async (): Promise<Life> => {
  const clock = { now: START };
  const store = table.storeAt(() => clock.now);
  for (const version of await readMenuCatalogue(store))
    await store.remove(keys.menuCatalogue(version.version));
  let versions = 1;
  await put(store, versions, 1, {});
  const plane = commerce(store, () => clock.now);
  const tenant = await plane.tenant();
  const operator = await plane.operatorAuth();
  return {
    clock,
    place: async (wish) => {
      const { status, body } = await call<{ reason?: string }>(plane.orders, {
        path: '/api/orders',
        headers: tenant.auth,
        body: wish,
      });
      return status === 200 ? undefined : body.reason;
    },
    work: async (writes) => {
      const order = await readOpenOrder(store, tenant.guid);
      if (!order) return;
      const deps = { store: dyingAfter(store, writes), now: () => clock.now, steps };
      await workOrder(deps, tenant.guid, order.ID).catch((error) => expect(error).toBeInstanceOf(Killed));
    },
    activate: async () => (await store.transact([takeSeat(tenant.guid)])).ok,
    deactivate: async () => {
      const change = { add: { activated: -1 } };
      await store.transact([{ update: keys.subscription(tenant.guid), change, if: above('activated', 0) }]);
    },
    setPrices: async (prices) => {
      await put(store, ++versions, clock.now, prices);
    },
    suspend: async (suspended) => {
      await call(plane.operator, {
        path: `/operator/tenants/${tenant.guid}/${suspended ? 'suspend' : 'lift'}`,
        headers: operator,
        body: { reason: 'abuse' },
      });
    },
    look: async () => {
      const subscription = await readSubscription(store, tenant.guid);
      if (!subscription) throw new Error('the tenant has no subscription');
      return {
        ...subscription,
        orders: await listOrders(store, tenant.guid),
        holdings: await listHoldings(store, tenant.guid),
        versions: await readMenuCatalogue(store),
      };
    },
  };
};

it('keeps to the requirements in any life of a tenant, on the table', { timeout: 240_000 }, async () => {
  const lives: Expected[] = [];
  await fc.assert(
    fc.asyncProperty(anyLife(40), async (commands) => {
      lives.push(await live(realLife, commands));
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(lives.filter(({ held }) => held.length >= 2).length).toBeGreaterThan(5);
});
