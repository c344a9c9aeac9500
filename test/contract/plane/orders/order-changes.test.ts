import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removalHandlers } from '../../../../functions/computers/remove.ts';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import { builtInCatalogue } from '../../../../shared/domain/order/catalogue.ts';
import { COOLING_OFF } from '../../../../shared/domain/order/cooling-off.ts';
import { api } from '../../../../shared/http/api.ts';
import type { Blobs } from '../../../../shared/ports/blob.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { listHoldings } from '../../../../shared/table/entities/order/holding.ts';
import { takeSeat } from '../../../../shared/table/entities/order/subscription.ts';
import type { PolicyItem } from '../../../../shared/table/entities/policy/policy.ts';
import { readDefaultPolicy } from '../../../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const start = Date.UTC(2026, 10, 23, 3);
let now = start;
let table: TestTable;
let store: Store;
let plane: ReturnType<typeof commerce>;
let computers: HttpHandler;
beforeAll(async () => {
  table = await startTable();
  store = table.storeAt(() => now);
  plane = commerce(store, () => now);
  const deps = { store, logger: quietLogger(), now: () => now };
  computers = api(deps, removalHandlers(deps));
  const menus = builtInCatalogue.menus;
  const everything = { ...menus, 'managed-anti-virus': { ...menus['managed-anti-virus'], offered: true } };
  await store.put({
    ...keys.menuCatalogue(1),
    ...{
      kind: 'menu-catalogue',
      version: 1,
      from: 1,
      currency: 'JPY',
      menus: everything,
      written: 1,
      by: 'O',
    },
  });
});
beforeEach(() => {
  now = start;
});
afterAll(() => table.stop());

interface Answer {
  readonly ID: number;
  readonly state: string;
  readonly reason: string;
  readonly message: string;
  readonly newOrderFrom: number;
}
const place = (tenant: TestTenant, body: unknown, headers: Record<string, string> = {}) =>
  call<Answer>(plane.orders, {
    method: 'POST',
    path: '/api/orders',
    headers: { ...tenant.auth, ...headers },
    body,
  });
const get = <T = Answer>(tenant: TestTenant, path: string) =>
  call<T>(plane.orders, { path, headers: tenant.auth });
const usage = async (tenant: TestTenant) => (await get<object>(tenant, '/api/usage')).body;
/** Places an order and has it worked; how it stands then. */
const ordered = async (tenant: TestTenant, body: unknown) => {
  const placed = await place(tenant, body);
  expect(placed.status).toBe(200);
  await plane.work(tenant.guid, placed.body.ID);
  return (await get(tenant, `/api/orders/${placed.body.ID}`)).body;
};
const activate = (tenant: TestTenant) => store.transact([takeSeat(tenant.guid)]);
/** Computers with names, each in a seat. */
const withComputers = async (tenant: TestTenant, n: number) => {
  for (let ID = 1; ID <= n; ID++) {
    await seedComputer(store, tenant.guid, ID, createIdentity());
    await store.transact([takeSeat(tenant.guid), computerChanged(tenant.guid, ID)]);
  }
};
const cancellation = { type: 'cancellation' };
const quantityChange = (quantity: number) => ({ type: 'quantity-change', quantity });
const menuChange = (menu: string, confirmed?: boolean) => ({ type: 'menu-change', menu, confirmed });

describe('a menu change (ORD-4)', () => {
  it('moves the whole quantity, and says from what to what', async () => {
    const tenant = await plane.subscribed(7);
    expect(await ordered(tenant, menuChange('managed-host-security-package'))).toMatchObject({
      state: 'done',
      quantity: 7,
      before: { menu: 'managed-virtual-patch', quantity: 7 },
    });
    expect(await usage(tenant)).toMatchObject({ menu: 'managed-host-security-package', quantity: 7 });
    expect(await place(tenant, menuChange('managed-host-security-package'))).toMatchObject({
      status: 409,
      body: { reason: 'same-menu' },
    });
  });

  it('that takes modules away wants to be confirmed, and then hosts really lose them', async () => {
    const tenant = await plane.subscribed(3);
    await withComputers(tenant, 2);
    const policy: PolicyItem = {
      ...keys.policy(tenant.guid, 1),
      ...{ kind: 'policy', tenant: tenant.guid, ID: 1, revision: 1, name: 'Web' },
      ...{ firewallState: 'on', firewallRuleIDs: [], ipsState: 'prevent', ipsRuleIDs: [1] },
    };
    await store.put(policy);
    expect(await place(tenant, menuChange('managed-anti-virus'))).toMatchObject({
      status: 409,
      body: {
        reason: 'confirmation-required',
        message: expect.stringContaining('intrusion prevention and firewall: this switches them off on 2'),
      },
    });
    expect(await ordered(tenant, menuChange('managed-anti-virus', true))).toMatchObject({ state: 'done' });

    const contents: Uint8Array[] = [];
    const blobs: Blobs = { put: async (_, bytes) => void contents.push(bytes), get: async () => undefined };
    const sender = { send: async () => undefined };
    const deps = { store, now: () => now, blobs, orders: sender, notify: sender };
    const above = await readDefaultPolicy(store, tenant.guid);
    await followRecord(deps as unknown as Parameters<typeof followRecord>[0])(streamRecord(above));
    expect(contents.map((bytes) => JSON.parse(zstdDecompressSync(bytes).toString()))).toMatchObject([
      { firewall: { state: 'off' }, intrusionPrevention: { state: 'off' } },
    ]);
  });
});

describe('a quantity change (ORD-8)', () => {
  it('frees activation at once, and is refused below what is activated', async () => {
    const tenant = await plane.subscribed(2);
    await withComputers(tenant, 2);
    expect((await activate(tenant)).ok).toBe(false);
    await ordered(tenant, quantityChange(3));
    expect((await activate(tenant)).ok).toBe(true);
    for (const [quantity, reason] of [
      [2, 'below-activated'],
      [3, 'same-quantity'],
    ] as const) {
      expect(await place(tenant, quantityChange(quantity))).toMatchObject({ status: 409, body: { reason } });
    }
  });

  it('that a computer overtakes is undone with the reason, and the next may follow', async () => {
    const tenant = await plane.subscribed(5);
    const placed = await place(tenant, quantityChange(1));
    await withComputers(tenant, 2);
    await plane.work(tenant.guid, placed.body.ID);
    expect((await get(tenant, `/api/orders/${placed.body.ID}`)).body).toMatchObject({
      state: 'undone',
      reason: expect.stringContaining('2 computers are activated'),
    });
    expect(await usage(tenant)).toEqual({ menu: 'managed-virtual-patch', quantity: 5, activated: 2 });
    expect((await place(tenant, quantityChange(2))).status).toBe(200);
  });
});

describe('a cancellation (ORD-5, ORD-6)', () => {
  it('is refused while computers are activated, by name, until they are deactivated by force (ORD-11)', async () => {
    const tenant = await plane.subscribed(9);
    await withComputers(tenant, 4);
    expect(await place(tenant, cancellation)).toMatchObject({
      status: 409,
      body: {
        reason: 'still-activated',
        activated: 4,
        message: expect.stringContaining('(host-1, host-2, host-3 and 1 more)'),
      },
    });
    for (let ID = 1; ID <= 4; ID++) {
      const path = `/api/computers/${ID}`;
      expect((await call(computers, { method: 'DELETE', path, headers: tenant.auth })).status).toBe(200);
    }
    expect(await ordered(tenant, cancellation)).toMatchObject({ state: 'done', quantity: 0 });
  });

  it('ends all, and for 14 days to the second nothing new is sold, with the date', async () => {
    const tenant = await plane.subscribed(2);
    now = start + 86_400_000;
    await ordered(tenant, cancellation);
    const from = now + COOLING_OFF;
    expect(await usage(tenant)).toEqual({ quantity: 0, activated: 0, newOrderFrom: from });
    expect((await activate(tenant)).ok).toBe(false);
    expect(await place(tenant, cancellation)).toMatchObject({ body: { reason: 'not-subscribed' } });
    now = from - 1;
    for (const menu of ['managed-virtual-patch', 'managed-host-security-package', 'managed-anti-virus']) {
      expect(await place(tenant, { type: 'new', menu, quantity: 1 })).toMatchObject({
        status: 409,
        body: {
          reason: 'cooling-off',
          newOrderFrom: from,
          message: expect.stringContaining('8 December 2026 at 12:00:00 GMT+9'),
        },
      });
    }
    now = from;
    await ordered(tenant, { type: 'new', menu: 'managed-virtual-patch', quantity: 4 });
    expect(await usage(tenant)).toEqual({ menu: 'managed-virtual-patch', quantity: 4, activated: 0 });
    expect(await listHoldings(store, tenant.guid)).toEqual(
      [
        { ...held('managed-virtual-patch', 2), from: start, orderID: 1 },
        { ...held(undefined, 0), from: start + 86_400_000, orderID: 2 },
        { ...held('managed-virtual-patch', 4), from, orderID: 3 },
      ].map((holding) => expect.objectContaining(holding)),
    );
  });
});
const held = (menu: string | undefined, quantity: number) => ({ ...(menu && { menu }), quantity });

describe('many at the same moment', () => {
  it('200 activations get exactly the 50 seats', async () => {
    const tenant = await plane.subscribed(50);
    const results = await Promise.all(Array.from({ length: 200 }, () => activate(tenant)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(50);
    expect(await usage(tenant)).toMatchObject({ quantity: 50, activated: 50 });
  });

  it('of 20 orders of every type exactly one is accepted', async () => {
    const tenant = await plane.subscribed(10);
    const wishes = [
      quantityChange(11),
      quantityChange(9),
      menuChange('managed-host-security-package'),
      cancellation,
    ];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => place(tenant, wishes[i % wishes.length])),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.reason]).toEqual([409, 'order-in-process']);
    }
  });

  it('a decrease that races activations never ends below what is activated', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 6; round++) {
      const tenant = await plane.subscribed(10);
      await withComputers(tenant, 2);
      const placed = await place(tenant, quantityChange(3));
      const [, ...seats] = await Promise.all([
        plane.work(tenant.guid, placed.body.ID),
        ...Array.from({ length: round * 2 }, () => activate(tenant)),
      ]);
      const { state } = (await get(tenant, `/api/orders/${placed.body.ID}`)).body;
      const { quantity, activated } = (await usage(tenant)) as { quantity: number; activated: number };
      outcomes.add(state);
      expect(quantity).toBe(state === 'done' ? 3 : 10);
      expect(activated).toBe(2 + seats.filter(({ ok }) => ok).length);
      expect(activated).toBeLessThanOrEqual(quantity);
    }
    expect(outcomes).toContain('done');
  });
});

describe('bad orders of every type change nothing', () => {
  it.each([
    [{ type: 'quantity-change', quantity: 0 }, 400, 'quantity'],
    [{ type: 'quantity-change', quantity: -3 }, 400, 'quantity'],
    [{ type: 'quantity-change', quantity: 2.5 }, 400, 'quantity'],
    [{ type: 'quantity-change', quantity: 1e9 }, 400, 'quantity'],
    [{ type: 'quantity-change' }, 400, 'quantity'],
    [{ type: 'quantity-change', quantity: 4, menu: 'managed-virtual-patch' }, 400, 'menu'],
    [{ type: 'menu-change', menu: 'managed-lunch' }, 400, 'menu'],
    [{ type: 'menu-change' }, 400, 'menu'],
    [{ type: 'menu-change', menu: 'managed-anti-virus', confirmed: 'perhaps' }, 400, 'confirmed'],
    [{ type: 'menu-change', menu: 'managed-virtual-patch' }, 409, 'menu'],
    [{ type: 'cancellation', quantity: 3 }, 400, 'quantity'],
    [{ type: 'new', menu: 'managed-virtual-patch', quantity: 1 }, 409, 'type'],
  ] as const)('%j', async (body, status, names) => {
    const tenant = await plane.subscribed(3);
    const before = await table.dump();
    const answer = await place(tenant, body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(names);
    expect(await table.dump()).toEqual(before);
  });

  it('a used idempotency key: the same answer for the same body, a refusal for another', async () => {
    const tenant = await plane.subscribed(3);
    const keyed = { 'idempotency-key': 'change-1' };
    const first = await place(tenant, quantityChange(4), keyed);
    await plane.work(tenant.guid, first.body.ID);
    expect((await place(tenant, quantityChange(4), keyed)).body).toEqual(first.body);
    const before = await table.dump();
    for (const other of [quantityChange(5), cancellation]) {
      expect(await place(tenant, other, keyed)).toMatchObject({
        status: 409,
        body: { reason: 'idempotency-key-reused' },
      });
    }
    expect(await table.dump()).toEqual(before);
  });
});
