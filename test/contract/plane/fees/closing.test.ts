import { beforeEach, describe, expect, it } from 'vitest';
import { closeMonths } from '../../../../functions/billing/close-months.ts';
import { builtInCatalogue } from '../../../../shared/domain/order/catalogue.ts';
import { CLOSING_DELAY } from '../../../../shared/domain/order/closing.ts';
import { monthPeriod } from '../../../../shared/domain/order/local-date.ts';
import type { Menu } from '../../../../shared/domain/order/menus.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { holdingPut } from '../../../../shared/table/entities/order/holding.ts';
import type { MenuCatalogueItem } from '../../../../shared/table/entities/order/menu-catalogue.ts';
import { pageMonth, pageStatements } from '../../../../shared/table/entities/order/statement.ts';
import { trailItem } from '../../../../shared/table/entities/tenant/trail.ts';
import { hourOf, keys, OPERATOR, partitions } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { quietLogger } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const DAY = 24 * 3_600_000;
const november = monthPeriod('2026-11', 'Asia/Tokyo');
const december = monthPeriod('2026-12', 'Asia/Tokyo');
const patch: Menu = 'managed-virtual-patch';

let table: TestTable;
let clock: number;
let store: Store;
beforeEach(async () => {
  table = await startTable();
  clock = november.from;
  store = table.storeAt(() => clock);
  await price(1000);
  return () => table.stop();
});

const price = (unitPrice: number, version = 1) => {
  const menus = { ...builtInCatalogue.menus, [patch]: { ...builtInCatalogue.menus[patch], unitPrice } };
  return store.put({
    ...keys.menuCatalogue(version),
    kind: 'menu-catalogue',
    version,
    from: 0,
    currency: 'JPY',
    menus,
    written: 0,
    by: 'Operator',
  } as MenuCatalogueItem);
};

const tenantHolding = async (...held: readonly (readonly [from: number, quantity: number])[]) => {
  const tenant = await commerce(store, () => clock).tenant();
  for (const [i, [from, quantity]] of held.entries()) {
    const menu = quantity > 0 ? patch : undefined;
    await store.transact([holdingPut(tenant.guid, { from, quantity, menu, orderID: i + 1 })]);
  }
  return tenant.guid;
};

const run = (remaining: () => number = () => 240_000) =>
  closeMonths({ store, now: () => clock, logger: quietLogger() }, remaining);
const statements = async (tenant: string) =>
  (await pageStatements(store, tenant, { limit: 100 })).items.map(({ month, amount, correction }) => [
    month,
    amount,
    correction,
  ]);

describe('the closing run', () => {
  it('writes a statement when the month has ended, and not before', async () => {
    const tenant = await tenantHolding([november.from + DAY, 5], [november.from + 2 * DAY, 8]);
    clock = november.to + CLOSING_DELAY - 1;
    await run();
    expect(await statements(tenant)).toEqual([]);
    clock++;
    await run();
    expect(await statements(tenant)).toEqual([['2026-11', 8000, 0]]);
    const [entry] = (await pageMonth(store, '2026-11', { limit: 10 })).items;
    expect(entry).toMatchObject({
      tenant,
      currency: 'JPY',
      from: november.from,
      to: november.to,
      basis: { quantity: 8, unitPrice: 1000 },
      partCount: 2,
    });
    const events = await store.queryAll(partitions.systemEvents(tenant, hourOf(clock)), systemEventItem);
    expect(events).toMatchObject([{ number: 9521, title: 'Statement Issued' }]);
    for (const owner of [tenant, OPERATOR]) {
      const entries = await store.queryAll(partitions.trail(owner), trailItem);
      expect(entries.find(({ action }) => action === 'statement-issued')).toMatchObject({
        tenant,
        target: 'statement-2026-11',
        by: 'System',
        after: { amount: 8000, currency: 'JPY' },
      });
    }
  });

  it('changes nothing when it runs again, prices changed or not', async () => {
    const tenant = await tenantHolding([november.from, 5]);
    clock = november.to + CLOSING_DELAY;
    await run();
    const before = await table.dump();
    await run();
    expect(await table.dump()).toEqual(before);
    await price(9000, 2);
    clock += DAY;
    await run();
    expect(await statements(tenant)).toEqual([['2026-11', 5000, 0]]);
  });

  it('writes each month once when eight run at the same moment', async () => {
    const tenant = await tenantHolding([november.from, 5]);
    clock = monthPeriod('2027-04', 'Asia/Tokyo').from + CLOSING_DELAY;
    await Promise.all(Array.from({ length: 8 }, () => run()));
    expect(await statements(tenant)).toEqual(
      ['2027-03', '2027-02', '2027-01', '2026-12', '2026-11'].map((month) => [month, 5000, 0]),
    );
    const trail = await store.queryAll(partitions.trail(tenant), trailItem);
    expect(trail.filter(({ action }) => action === 'statement-issued')).toHaveLength(5);
  });

  it('closes months in which nothing was held without a statement, and goes on when something is again', async () => {
    const back = monthPeriod('2027-02', 'Asia/Tokyo').from + DAY;
    const tenant = await tenantHolding([november.from, 5], [december.from + 1, 0], [back, 3]);
    clock = monthPeriod('2027-03', 'Asia/Tokyo').from + CLOSING_DELAY;
    await run();
    expect(await statements(tenant)).toEqual([
      ['2027-02', 3000, 0],
      ['2026-12', 5000, 0],
      ['2026-11', 5000, 0],
    ]);
  });

  it('goes by the tenant’s own months', async () => {
    const tenant = await tenantHolding([november.from - 1, 5]);
    for (const key of [keys.tenant(tenant), keys.tenantEntry(tenant)]) {
      await store.transact([{ update: key, change: { set: { timeZone: 'America/New_York' } } }]);
    }
    clock = Date.UTC(2026, 10, 1, 3) + CLOSING_DELAY;
    await run();
    expect(await statements(tenant)).toEqual([]);
    clock = Date.UTC(2026, 10, 1, 4) + CLOSING_DELAY;
    await run();
    expect(await statements(tenant)).toEqual([['2026-10', 5000, 0]]);
  });

  it('lets no tenant that fails keep the others waiting, and says so at the end', async () => {
    const tenants = [];
    for (let i = 0; i < 4; i++) tenants.push(await tenantHolding([november.from, 5]));
    const [broken = '', ...others] = tenants;
    await store.transact([
      { update: keys.holding(broken, november.from, 1), change: { set: { quantity: 'many' } } },
    ]);
    clock = november.to + CLOSING_DELAY;
    await expect(run()).rejects.toThrow('months of 1 tenants could not be closed');
    for (const tenant of others) expect(await statements(tenant)).toEqual([['2026-11', 5000, 0]]);
    await store.transact([
      { update: keys.holding(broken, november.from, 1), change: { set: { quantity: 7 } } },
    ]);
    await run();
    expect(await statements(broken)).toEqual([['2026-11', 7000, 0]]);
  });

  it('goes on after the tenant at which the time was up', async () => {
    const tenants = [];
    for (let i = 0; i < 5; i++) tenants.push(await tenantHolding([november.from, 5]));
    clock = november.to + CLOSING_DELAY;
    for (let turn = 1; turn <= 5; turn++) {
      let asked = 0;
      // Time for one tenant: its turn, and its one month.
      await run(() => (++asked <= 3 ? 240_000 : 0));
      const done = await Promise.all(tenants.map((tenant) => statements(tenant)));
      expect(done.flat().length).toBeGreaterThanOrEqual(Math.min(turn, 5));
    }
    for (const tenant of tenants) expect(await statements(tenant)).toEqual([['2026-11', 5000, 0]]);
  });
});
