import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SweepDeps } from '../../../../functions/sweep/deps.ts';
import { sweep } from '../../../../functions/sweep/sweep.ts';
import { presenceAlert } from '../../../../shared/domain/alert/presence.ts';
import { changeAlert, readAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { notified } from '../../../../shared/table/entities/alert/notified.ts';
import { type HostItem, hostItem } from '../../../../shared/table/entities/computer/host.ts';
import type { TenantEntryItem } from '../../../../shared/table/entities/tenant/tenant.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const MINUTE = 60_000;
const now = Date.UTC(2026, 10, 23, 12);
const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const C = 'cccccccc-0000-4000-8000-000000000000';

let table: TestTable | undefined;
let deps: SweepDeps;
let sent: { orders: unknown[]; notify: unknown[]; tasks: unknown[] };
const store = () => deps.store;

beforeEach(async () => {
  await table?.stop();
  table = await startTable();
  sent = { orders: [], notify: [], tasks: [] };
  deps = {
    store: table.storeAt(() => now),
    logger: quietLogger(),
    now: () => now,
    orders: { send: async (message) => void sent.orders.push(message) },
    notify: { send: async (message) => void sent.notify.push(message) },
    tasks: { send: async (message) => void sent.tasks.push(message) },
    reports: { send: async () => undefined },
    exports: { send: async () => undefined },
    erase: async () => true,
    beatSeconds: 600,
  };
});
afterAll(() => table?.stop());

const seedTenant = async (guid: string): Promise<void> => {
  const entry: TenantEntryItem = {
    ...keys.tenantEntry(guid),
    ...{ kind: 'tenant-entry', ID: 1, guid, name: 'x', locale: 'ja-JP', timeZone: 'Asia/Tokyo' },
    ...{ emailAddress: 'a@example.org', tenantState: 'active', created: 0 },
  };
  await store().put(entry);
};
const seed = (tenant: string, computerID: number, host: Partial<HostItem>) =>
  seedComputer(store(), tenant, computerID, createIdentity(), { host: { seen: now, ...host } });
const hostOf = (tenant: string, computerID: number) => store().get(keys.host(tenant, computerID), hostItem);
const silence = (tenant: string, computerID: number) =>
  readAlert(store(), tenant, 'unable-to-communicate', `computer-${computerID}`);
const plenty = () => 240_000;

describe('hosts', () => {
  it('that missed two beats are marked, in every tenant and shard; no other is touched', async () => {
    await seedTenant(A);
    await seedTenant(B);
    for (let id = 1; id <= 40; id++)
      await seed(A, id, { seen: id % 2 ? now - 25 * MINUTE : now - 15 * MINUTE });
    await seed(B, 5, { seen: now - 60 * MINUTE });
    await seed(B, 6, { seen: now - 60 * MINUTE, gone: true });
    await sweep(deps, plenty);
    for (let id = 1; id <= 40; id++) expect((await hostOf(A, id))?.offline).toBe(id % 2 === 1);
    expect(await hostOf(B, 5)).toMatchObject({ offline: true, seen: now - 60 * MINUTE });
    expect(await hostOf(B, 6)).toMatchObject({ offline: false });
  });

  it('that beat while they are looked at keep their beat', async () => {
    await seedTenant(A);
    await seed(A, 1, { seen: now - 60 * MINUTE });
    const { query } = deps.store;
    const beating: SweepDeps['store'] = {
      ...deps.store,
      query: async (pk, schema, range) => {
        const page = await query(pk, schema, range);
        if (page.items.length > 0) await store().update(keys.host(A, 1), { set: { seen: now } }, hostItem);
        return page;
      },
    };
    await sweep({ ...deps, store: beating }, plenty);
    expect(await hostOf(A, 1)).toMatchObject({ offline: false, seen: now });
  });
});

describe('a plane that was away itself', () => {
  const at = (time: number): SweepDeps => ({
    ...deps,
    store: table?.storeAt(() => time) as never,
    now: () => time,
  });

  it('does not take its hosts for silent before they could have been heard, and then does', async () => {
    await seedTenant(A);
    await seed(A, 1, { seen: now });
    await sweep(at(now), plenty);
    const back = now + 3 * 60 * MINUTE;
    for (const later of [0, 5, 10, 15, 20]) await sweep(at(back + later * MINUTE), plenty);
    expect(await hostOf(A, 1)).toMatchObject({ offline: false });
    await sweep(at(back + 25 * MINUTE), plenty);
    expect(await hostOf(A, 1)).toMatchObject({ offline: true, seen: now });
  });
});

describe('alerts', () => {
  it('of many hosts that fall silent together are one, which ends when they are back', async () => {
    await seedTenant(A);
    const many = () => readAlert(store(), A, 'computers-offline', 'tenant');
    for (let id = 1; id <= 10; id++) await seed(A, id, { seen: now - 25 * MINUTE });
    await sweep(deps, plenty);
    expect(await many()).toBeUndefined();
    for (let id = 11; id <= 14; id++) await seed(A, id, { seen: now - 24 * MINUTE });
    const marked: unknown[] = [];
    const { update } = deps.store;
    const watched: SweepDeps['store'] = {
      ...deps.store,
      update: async (...call) => {
        marked.push((await many())?.state);
        return update(...call);
      },
    };
    await sweep({ ...deps, store: watched }, plenty);
    expect(marked).toEqual(['raised', 'raised', 'raised', 'raised']);
    expect(await many()).toMatchObject({ state: 'raised', count: 14, raised: now - 25 * MINUTE });
    for (let id = 1; id <= 4; id++) await seed(A, id, { seen: now, offline: false });
    await sweep(deps, plenty);
    expect(await many()).toMatchObject({ state: 'cleared', count: 14 });
  });

  it('of one of many silent hosts is not told until few of them are left', async () => {
    await seedTenant(A);
    const seen = now - 40 * MINUTE;
    const then = {
      ...deps,
      store: table?.storeAt(() => now - 15 * MINUTE) as never,
      now: () => now - 15 * MINUTE,
    };
    for (let id = 1; id <= 12; id++) await seed(A, id, { seen });
    await sweep(then, plenty);
    await sweep(then, plenty);
    const unreachable = () => sent.notify.filter((each) => JSON.stringify(each).includes('unable-to'));
    await sweep(deps, plenty);
    expect(await silence(A, 12)).toMatchObject({ state: 'raised' });
    expect(sent.notify).toMatchObject([{ type: 'computers-offline', count: 12 }]);
    for (let id = 1; id <= 11; id++) await seed(A, id, { seen: now, offline: false });
    await sweep(deps, plenty);
    expect(unreachable()).toMatchObject([{ target: 'computer-12' }]);
  });

  it('that the stream lost are raised, and those whose host is back or gone are cleared', async () => {
    await seedTenant(A);
    await seed(A, 1, { seen: now - 60 * MINUTE, offline: true });
    await seed(A, 2, { seen: now, offline: false });
    await seed(A, 3, { seen: now - 60 * MINUTE, offline: true, gone: true });
    for (const computerID of [2, 3]) {
      await changeAlert(store(), A, 'unable-to-communicate', `computer-${computerID}`, (current) =>
        presenceAlert(current, { offline: true, seen: now - 60 * MINUTE }, { computerID }, now),
      );
    }
    await sweep(deps, plenty);
    expect(await silence(A, 1)).toMatchObject({ state: 'raised', raised: now - 60 * MINUTE });
    expect(await silence(A, 2)).toMatchObject({ state: 'cleared' });
    expect(await silence(A, 3)).toMatchObject({ state: 'cleared' });
  });

  it('of hosts that it marked itself are left to the stream', async () => {
    await seedTenant(A);
    await seed(A, 1, { seen: now - 60 * MINUTE });
    await sweep(deps, plenty);
    expect(await silence(A, 1)).toBeUndefined();
  });

  it('that nobody was told of are told, those that were or just began are not', async () => {
    await seedTenant(A);
    const raise = (computerID: number, began: number) =>
      changeAlert(store(), A, 'unable-to-communicate', `computer-${computerID}`, (current) =>
        presenceAlert(current, { offline: true, seen: began - 1 }, { computerID, computerName: 'x' }, began),
      );
    for (const [computerID, age] of [
      [1, 15 * MINUTE],
      [2, 15 * MINUTE],
      [3, MINUTE],
      [4, 3 * 24 * 60 * MINUTE],
    ] as const) {
      await seed(A, computerID, { seen: now - age - 1, offline: true });
      await raise(computerID, now - age);
    }
    const told = { type: 'unable-to-communicate', target: 'computer-2', began: now - 15 * MINUTE };
    await store().put(notified(A, told, { at: now, sent: 1, refused: 0 }));
    await sweep(deps, plenty);
    expect(sent.notify).toMatchObject([
      { version: 1, tenant: A, target: 'computer-1', began: now - 15 * MINUTE },
    ]);
  });
});

it('hands a stuck order to its workers again, and no other', async () => {
  const order = async (tenant: string, ID: number, moved: number): Promise<void> => {
    await seedTenant(tenant);
    await store().put({
      ...keys.subscription(tenant),
      ...{
        kind: 'subscription',
        tenant,
        modules: [],
        quantity: 0,
        activated: 0,
        inProcess: ID,
        inProcessSince: moved,
      },
    } as never);
    await store().put({
      ...keys.order(tenant, ID),
      ...{
        kind: 'order',
        tenant,
        ID,
        type: 'new',
        menu: 'managed-virtual-patch',
        quantity: 3,
        state: 'accepted',
      },
      ...{ orderedBy: 'x', accepted: moved, stepsDone: [], moved },
    } as never);
  };
  await order(A, 7, now - 6 * MINUTE);
  await order(B, 8, now - MINUTE);
  await seedTenant(C);
  await sweep(deps, plenty);
  expect(sent.orders).toEqual([{ version: 1, tenant: A, orderID: 7 }]);
});

describe('time and failure', () => {
  const silentOf = async () => {
    const found: string[] = [];
    for (const tenant of [A, B, C]) if ((await hostOf(tenant, 1))?.offline) found.push(tenant);
    return found;
  };
  beforeEach(async () => {
    for (const tenant of [A, B, C]) {
      await seedTenant(tenant);
      await seed(tenant, 1, { seen: now - 60 * MINUTE });
    }
  });

  it('goes on after the last tenant when time ran out, and forgets the place at the end', async () => {
    let looks = 0;
    await sweep(deps, () => (++looks <= 2 ? 240_000 : 1000));
    expect(await silentOf()).toEqual([A]);
    looks = 0;
    await sweep(deps, () => (++looks <= 2 ? 240_000 : 1000));
    expect(await silentOf()).toEqual([A, B]);
    await sweep(deps, plenty);
    expect(await silentOf()).toEqual([A, B, C]);
    expect(await table?.dump()).not.toHaveProperty('operator sweep');
  });

  it('goes on after a tenant at which the function itself was ended', async () => {
    const { query } = deps.store;
    const stuck: SweepDeps['store'] = {
      ...deps.store,
      query: (pk, schema, range) =>
        pk.startsWith(B) ? new Promise(() => undefined) : query(pk, schema, range),
    };
    let time = now;
    const ended = { ...deps, now: () => (time += 6_000), store: stuck };
    void sweep(ended, plenty);
    await vi.waitFor(async () => expect(await silentOf()).toEqual([A]));
    await vi.waitFor(async () =>
      expect(await table?.dump()).toMatchObject({ 'operator sweep': { after: B } }),
    );
    void sweep(ended, plenty);
    await vi.waitFor(async () => expect(await silentOf()).toEqual([A, C]));
  });

  it('sends no more notices of a tenant at once than it has time for', async () => {
    for (let id = 10; id < 16; id++) {
      await changeAlert(store(), A, 'unable-to-communicate', `computer-${id}`, (current) =>
        presenceAlert(current, { offline: true, seen: 1 }, { computerID: id }, now - 15 * MINUTE),
      );
      await seed(A, id, { seen: now - 60 * MINUTE, offline: true });
    }
    await sweep(deps, () => (sent.notify.length < 2 ? 240_000 : 1000));
    expect(sent.notify).toHaveLength(2);
  });

  it('does not let one tenant’s broken item keep the others waiting, and fails for the alarm', async () => {
    await store().put({ ...keys.host(B, 1), kind: 'host', seen: 'never' } as never);
    await expect(sweep(deps, plenty)).rejects.toThrow('the sweep failed for 1 tenants');
    expect((await hostOf(A, 1))?.offline).toBe(true);
    expect((await hostOf(C, 1))?.offline).toBe(true);
  });
});
