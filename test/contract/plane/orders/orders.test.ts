import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimIdempotencyKey } from '../../../../functions/orders/idempotency.ts';
import { readOpenOrder } from '../../../../shared/table/entities/order/order.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { call } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let plane: ReturnType<typeof commerce>;
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
});
afterAll(() => table.stop());

const wish = { type: 'new', menu: 'managed-virtual-patch', quantity: 50 };
const place = (tenant: TestTenant, body: unknown = wish, headers: Record<string, string> = {}) =>
  call<{ ID: number; message: string }>(plane.orders, {
    method: 'POST',
    path: '/api/orders',
    headers: { ...tenant.auth, ...headers },
    body,
  });
const get = (tenant: TestTenant, path: string) => call(plane.orders, { path, headers: tenant.auth });

describe('an order of type new', () => {
  it('is accepted, worked, done, and brings what it says', async () => {
    const tenant = await plane.tenant();
    const placed = await place(tenant);
    expect(placed).toMatchObject({
      status: 200,
      body: { ID: 1, ...wish, state: 'accepted', orderedBy: 'First key' },
    });
    expect((await get(tenant, '/api/usage')).body).toEqual({ quantity: 0, activated: 0, orderInProcess: 1 });
    expect(await readOpenOrder(table.store, tenant.guid)).toMatchObject({ ID: 1, state: 'accepted' });

    await plane.work(tenant.guid, 1);
    expect((await get(tenant, '/api/orders/1')).body).toMatchObject({ state: 'done' });
    expect((await get(tenant, '/api/usage')).body).toEqual({
      menu: 'managed-virtual-patch',
      quantity: 50,
      activated: 0,
    });
    expect(await readOpenOrder(table.store, tenant.guid)).toBeUndefined();
    const stored = Object.values(await table.dump()) as {
      pk: string;
      kind: string;
      title?: string;
      action?: string;
    }[];
    const own = stored.filter((item) => item.pk.startsWith(tenant.guid));
    expect(own.filter((item) => item.kind === 'system-event').map((item) => item.title)).toEqual([
      'Order Accepted',
      'Order Done',
    ]);
    expect(own.filter((item) => item.kind === 'trail').map((item) => item.action)).toEqual([
      'tenant-created',
      'order-accepted',
      'order-done',
    ]);
  });

  it('is refused while one is in process, and when one is held (ORD-2, ORD-3)', async () => {
    const tenant = await plane.tenant();
    await place(tenant);
    expect(await place(tenant)).toMatchObject({
      status: 409,
      body: { reason: 'order-in-process', orderID: 1, message: expect.stringContaining('Order 1') },
    });
    await plane.work(tenant.guid, 1);
    expect(await place(tenant)).toMatchObject({ status: 409, body: { reason: 'already-subscribed' } });
  });

  it('is accepted exactly once when twenty come at the same moment', async () => {
    const tenant = await plane.tenant();
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(tenant)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const others = answers.filter((answer) => answer.status !== 200);
    expect(new Set(others.map((answer) => answer.status))).toEqual(new Set([409]));
    for (const { body } of others) expect(body).toMatchObject({ reason: 'order-in-process' });
    expect((await get(tenant, '/api/orders')).body.orders).toHaveLength(1);
  });

  it('is placed once by a repeated request, which gets the same answer even when it is done by then', async () => {
    const tenant = await plane.tenant();
    const keyed = { 'idempotency-key': 'purchase-4711' };
    const together = await Promise.all(Array.from({ length: 8 }, () => place(tenant, wish, keyed)));
    const orderID = Number(together[0]?.body.ID);
    await plane.work(tenant.guid, orderID);
    const later = await place(tenant, wish, keyed);
    for (const answer of [...together, later])
      expect(answer).toEqual({ ...together[0], headers: answer.headers });
    expect(later.status).toBe(200);
    expect(await place(tenant, { ...wish, quantity: 51 }, keyed)).toMatchObject({
      status: 409,
      body: { reason: 'idempotency-key-reused', orderID },
    });
    expect((await get(tenant, '/api/orders')).body.orders).toHaveLength(1);
  });

  it('has an idempotency key that is claimed once, and free again after its life', async () => {
    const tenant = await plane.tenant();
    const placed = { ...wish, type: 'new', menu: 'managed-virtual-patch' } as const;
    const week = 7 * 24 * 3600_000;
    const claim = (now: number) =>
      table.store.transact([claimIdempotencyKey(tenant.guid, 'k', placed, 1, now)]);
    const now = Date.now();
    expect((await claim(now)).ok).toBe(true);
    expect((await claim(now + week - 2000)).ok).toBe(false);
    expect((await claim(now + week)).ok).toBe(true);
  });

  it('of a suspended tenant is refused, and undone when the suspension came before its work (ORD-9)', async () => {
    const tenant = await plane.tenant();
    const suspend = (tenantState: string) =>
      table.store.transact([{ update: keys.tenant(tenant.guid), change: { set: { tenantState } } }]);
    await place(tenant);
    await suspend('suspended');
    await plane.work(tenant.guid, 1);
    expect((await get(tenant, '/api/orders/1')).body).toMatchObject({
      state: 'undone',
      reason: expect.stringContaining('suspended'),
    });
    expect((await get(tenant, '/api/usage')).body).toEqual({ quantity: 0, activated: 0 });
    expect(await place(tenant)).toMatchObject({ status: 403, body: { reason: 'suspended' } });
    await suspend('active');
    expect(await place(tenant)).toMatchObject({ status: 200, body: { ID: 2 } });
  });
});

describe('bad orders', () => {
  it.each([
    ['an empty body', '', 'type'],
    ['an unknown type', { ...wish, type: 'lease' }, 'type'],
    ['a menu change with a quantity', { ...wish, type: 'menu-change' }, 'quantity'],
    ['a cancellation with a menu', { type: 'cancellation', menu: wish.menu }, 'menu'],
    ['a negative quantity', { ...wish, quantity: -5 }, 'quantity'],
    ['an unknown menu', { ...wish, menu: 'managed-lunch' }, 'menu'],
    ['no menu', { type: 'new', quantity: 1 }, 'menu'],
    ['a quantity of 0', { ...wish, quantity: 0 }, 'quantity'],
    ['half a computer', { ...wish, quantity: 1.5 }, 'quantity'],
    ['a quantity as text', { ...wish, quantity: '50' }, 'quantity'],
    ['a quantity beyond reason', { ...wish, quantity: 1e15 }, 'quantity'],
    ['a poisoned member', '{"type":"new","__proto__":{"menu":"x"}}', '__proto__'],
    ['deep nesting', `${'['.repeat(500)}${']'.repeat(500)}`, 'nested'],
  ])('%s: 400, nothing changed', async (_, body, field) => {
    const tenant = await plane.tenant();
    const before = await table.dump();
    const answer = await place(tenant, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
    expect(await table.dump()).toEqual(before);
  });

  it('an idempotency key that is none: 400; an oversized body: 413; a body packed beyond it: 413', async () => {
    const tenant = await plane.tenant();
    const before = await table.dump();
    expect(await place(tenant, wish, { 'idempotency-key': 'a\nb' })).toMatchObject({
      status: 400,
      body: { field: 'idempotency-key' },
    });
    const large = JSON.stringify({ ...wish, note: 'x'.repeat(1024 * 1024) });
    expect((await place(tenant, large)).status).toBe(413);
    expect((await place(tenant, gzipSync(large), { 'content-encoding': 'gzip' })).status).toBe(413);
    expect(await table.dump()).toEqual(before);
  });

  it("another tenant's order is not there", async () => {
    const [one, other] = [await plane.tenant(), await plane.tenant()];
    await place(one);
    expect(await get(other, '/api/orders/1')).toMatchObject({
      status: 404,
      body: { message: 'The order does not exist.' },
    });
    expect((await get(other, '/api/orders')).body).toEqual({ orders: [] });
    expect((await get(one, '/api/orders/abc')).status).toBe(400);
  });
});
