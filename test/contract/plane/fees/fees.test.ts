import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeMonths } from '../../../../functions/billing/close-months.ts';
import { feeHandlers } from '../../../../functions/fees/handlers.ts';
import { CLOSING_DELAY } from '../../../../shared/domain/order/closing.ts';
import { monthPeriod } from '../../../../shared/domain/order/local-date.ts';
import { catalogue } from '../../../../shared/domain/order/menus.ts';
import { api } from '../../../../shared/http/api.ts';
import { holdingPut } from '../../../../shared/table/entities/order/holding.ts';
import { noteActivated } from '../../../../shared/table/entities/order/usage-day.ts';
import { trailItem } from '../../../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR, partitions } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const DAY = 24 * 3_600_000;
const november = monthPeriod('2026-11', 'Asia/Tokyo');
const patch = 'managed-virtual-patch';
const whole = 'managed-host-security-package';

let table: TestTable;
let store: Store;
let clock = november.from;
let fees: HttpHandler;
let operator: Record<string, string>;
let tenant: TestTenant;
let other: TestTenant;

const priced = (unitPrice: number, more: object = {}) => ({
  currency: 'JPY',
  menus: Object.fromEntries(
    Object.entries(catalogue).map(([menu, { name, offered }], i) => [
      menu,
      { name, offered, unitPrice: unitPrice * i },
    ]),
  ),
  ...more,
});
const ask = <T = Record<string, never>>(
  auth: Record<string, string>,
  path: string,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
) => call<T>(fees, { path, query, headers: { ...auth, ...headers } });
const tell = (path: string, body: unknown) =>
  call<Record<string, unknown>>(fees, { method: 'POST', path, headers: operator, body });
const text = (body: unknown): string => Buffer.from(body as Uint8Array).toString();
const hold = (
  guid: string,
  from: number,
  quantity: number,
  orderID: number,
  menu?: typeof patch | typeof whole,
) =>
  store.transact([
    holdingPut(guid, { from, quantity, orderID, menu: quantity > 0 ? (menu ?? patch) : undefined }),
  ]);

beforeAll(async () => {
  table = await startTable();
  store = table.storeAt(() => clock);
  const deps = { store, logger: quietLogger(), now: () => clock };
  fees = api(deps, feeHandlers(deps));
  const plane = commerce(store, () => clock);
  operator = await plane.operatorAuth();
  tenant = await plane.tenant('=cmd|calc');
  other = await plane.tenant('Other');
});
afterAll(() => table.stop());

describe('the catalogue', () => {
  it('costs nothing until the operator writes prices', async () => {
    const { body } = await ask<{ inForce: object; versions: [] }>(operator, '/operator/catalogue');
    expect(body).toMatchObject({ inForce: { version: 0, currency: 'JPY' }, versions: [] });
  });

  it('gets versions that hold from now or later, with who wrote them and what they changed', async () => {
    expect(await tell('/operator/catalogue', priced(1000))).toMatchObject({
      status: 200,
      body: {
        version: 1,
        from: clock,
        menus: { [patch]: { unitPrice: 1000, modules: ['intrusion-prevention', 'firewall'] } },
      },
    });
    const later = november.from + 20 * DAY;
    expect((await tell('/operator/catalogue', priced(1500, { from: later }))).body).toMatchObject({
      version: 2,
    });
    const { body } = await ask<{ inForce: object; versions: object[] }>(operator, '/operator/catalogue');
    expect(body).toMatchObject({
      inForce: { version: 1 },
      versions: [{ version: 1 }, { version: 2, by: 'Operator' }],
    });
    expect((await ask(tenant.auth, '/api/catalogue')).body).toMatchObject({
      version: 1,
      menus: { [whole]: { unitPrice: 2000 } },
    });
    const trail = await store.queryAll(partitions.trail(OPERATOR), trailItem);
    expect(trail.filter(({ action }) => action === 'catalogue-written')).toMatchObject([
      {
        target: 'catalogue-1',
        by: 'Operator',
        byKind: 'operator',
        before: { menus: { [patch]: { unitPrice: 0 } } },
      },
      {
        target: 'catalogue-2',
        before: { menus: { [patch]: { unitPrice: 1000 } } },
        after: { menus: { [patch]: { unitPrice: 1500 } } },
      },
    ]);
  });

  it.each([
    ['a price below zero', priced(-1), 400, 'unitPrice'],
    ['half a yen', priced(0.5), 400, 'unitPrice'],
    ['a price beyond reason', priced(1e12), 400, 'unitPrice'],
    ['a currency that is none', priced(1, { currency: 'ABC' }), 400, 'currency'],
    ['another currency', priced(1, { currency: 'USD' }), 409, 'currency'],
    ['the past', priced(1, { from: november.from - 1 }), 400, 'from'],
    ['a menu left out', { currency: 'JPY', menus: {} }, 400, 'menus'],
    ['nothing', {}, 400, 'currency'],
  ])('refuses %s and changes nothing', async (_, body, status, names) => {
    const before = await table.dump();
    const answer = await tell('/operator/catalogue', body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(names);
    expect(await table.dump()).toEqual(before);
  });

  it('gives two that write at the same moment a version each', async () => {
    const later = { from: november.from + 100 * DAY };
    const answers = await Promise.all([1, 2, 3].map((n) => tell('/operator/catalogue', priced(n, later))));
    expect(answers.map(({ status, body }) => [status, body.version]).sort()).toEqual([
      [200, 3],
      [200, 4],
      [200, 5],
    ]);
  });
});

describe('fees and statements', () => {
  it('tell what the month costs before it ends, and what an order would make of it', async () => {
    await hold(tenant.guid, november.from + 2 * DAY, 10, 1);
    await hold(other.guid, november.from + 2 * DAY, 1, 1, whole);
    clock = november.from + 10 * DAY;
    expect((await ask(tenant.auth, '/api/fees/current')).body).toMatchObject({
      month: '2026-11',
      currency: 'JPY',
      timeZone: 'Asia/Tokyo',
      soFar: 10_000,
      expected: 15_000,
      monthly: 15_000,
      parts: [{ amount: 10_000 }, { amount: 15_000 }],
    });
    const wish = (quantity: string) => ask(tenant.auth, '/api/fees/current', { menu: whole, quantity });
    expect((await wish('10')).body).toMatchObject({ soFar: 10_000, expected: 30_000, monthly: 30_000 });
    expect((await wish('3')).body).toMatchObject({ soFar: 10_000, expected: 10_000, monthly: 9000 });
    expect(await ask(tenant.auth, '/api/fees/current', { menu: whole })).toMatchObject({
      status: 400,
      body: { field: 'quantity' },
    });
  });

  it('are closed into statements, which tenant and operator read as JSON and CSV', async () => {
    clock = november.to + CLOSING_DELAY;
    await closeMonths({ store, now: () => clock, logger: quietLogger() }, () => 240_000);
    const { body } = await ask<{ statements: object[] }>(tenant.auth, '/api/statements');
    expect(body.statements).toMatchObject([
      { ID: '2026-11', amount: 15_000, currency: 'JPY', basis: { quantity: 10 } },
    ]);
    expect((await ask(tenant.auth, '/api/statements/2026-11')).body).toEqual(body.statements[0]);
    const all = await ask<{ statements: object[] }>(operator, '/operator/statements', { month: '2026-11' });
    expect(all.body.statements).toHaveLength(2);
    expect(all.body.statements).toContainEqual({
      ...body.statements[0],
      tenantID: tenant.guid,
      tenantName: '=cmd|calc',
    });

    const list = await ask(operator, '/operator/statements', { month: '2026-11' }, { accept: 'text/csv' });
    expect(list.headers['content-type']).toContain('text/csv');
    const lines = text(list.body).split('\r\n');
    expect(lines[0]).toBe(
      'tenantID,tenantName,ID,month,from,to,timeZone,currency,amount,menu,quantity,unitPrice,issued,corrects,difference,reason',
    );
    expect(
      lines.filter((line) => line.includes("'=cmd|calc,2026-11,2026-11,2026-10-31T15:00:00.000Z")),
    ).toHaveLength(1);
    const parts = await ask(tenant.auth, '/api/statements/2026-11', { format: 'csv' });
    expect(text(parts.body)).toContain(`${patch},10,1500,15000,JPY\r\n`);
  });

  it('page by page', async () => {
    const first = await ask<{ statements: { tenantID: string }[]; next: string }>(
      operator,
      '/operator/statements',
      {
        month: '2026-11',
        limit: '1',
      },
    );
    const query = { month: '2026-11', cursor: first.body.next };
    const second = await ask<{ statements: { tenantID: string }[]; next?: string }>(
      operator,
      '/operator/statements',
      query,
    );
    const found = [...first.body.statements, ...second.body.statements].map(({ tenantID }) => tenantID);
    expect(found.sort()).toEqual([tenant.guid, other.guid].sort());
    expect(second.body.next).toBeUndefined();
    const csv = await ask(operator, '/operator/statements', { month: '2026-11', limit: '1', format: 'csv' });
    expect(csv.headers['next-cursor']).toBe(first.body.next);
    for (const [path, more] of [
      ['/operator/statements', { month: '2026-12' }],
      ['/operator/usage', {}],
    ] as const) {
      expect((await ask(operator, path, { ...more, cursor: first.body.next })).status).toBe(400);
    }
    expect((await ask(tenant.auth, '/api/statements', { cursor: first.body.next })).status).toBe(400);
  });

  it('are corrected by a new document with a reason; the statement stays as it was', async () => {
    const path = `/operator/statements/${tenant.guid}/2026-11`;
    const before = (await ask(operator, path)).body;
    const body = { amount: 12_000, reason: 'Outage on 5 November, agreed with the customer' };
    expect(await tell(`${path}/corrections`, body)).toMatchObject({
      status: 200,
      body: { ID: '2026-11-c1', corrects: '2026-11', amount: 12_000, difference: -3000, reason: body.reason },
    });
    expect(await tell(`${path}/corrections`, body)).toMatchObject({
      status: 409,
      body: { reason: 'nothing-to-correct' },
    });
    expect((await tell(`${path}/corrections`, { ...body, amount: 12_500 })).body).toMatchObject({
      ID: '2026-11-c2',
      difference: 500,
    });
    expect((await tell(`${path}-c1/corrections`, body)).body).toMatchObject({ reason: 'not-a-statement' });
    expect((await ask(operator, path)).body).toEqual(before);
    const { statements } = (await ask<{ statements: { ID: string }[] }>(tenant.auth, '/api/statements')).body;
    expect(statements.map(({ ID }) => ID)).toEqual(['2026-11-c2', '2026-11-c1', '2026-11']);
    const trail = await store.queryAll(partitions.trail(tenant.guid), trailItem);
    expect(trail.filter(({ action }) => action === 'statement-corrected')).toMatchObject([
      { by: 'Operator', byKind: 'operator', before: { amount: 15_000 }, after: { amount: 12_000 } },
      { before: { amount: 12_000 }, after: { amount: 12_500 } },
    ]);
  });

  it('are corrected by one of two at the same moment', async () => {
    const path = `/operator/statements/${other.guid}/2026-11/corrections`;
    const answers = await Promise.all([1, 2].map((amount) => tell(path, { amount, reason: 'x' })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    const { statements } = (
      await ask<{ statements: { ID: string; difference?: number }[] }>(other.auth, '/api/statements')
    ).body;
    expect(statements).toHaveLength(1 + statuses.filter((status) => status === 200).length);
  });

  it.each([
    ['no reason', { amount: 1 }, 400],
    ['a blank reason', { amount: 1, reason: ' ' }, 400],
    ['a negative amount', { amount: -1, reason: 'x' }, 400],
    ['half a yen', { amount: 1.5, reason: 'x' }, 400],
    ['an amount beyond every fee', { amount: 1e18, reason: 'x' }, 400],
  ])('are not corrected with %s', async (_, body, status) => {
    const before = await table.dump();
    expect((await tell(`/operator/statements/${tenant.guid}/2026-11/corrections`, body)).status).toBe(status);
    expect(await table.dump()).toEqual(before);
  });

  it('are missing where there are none, and are nobody else’s', async () => {
    expect((await ask(tenant.auth, '/api/statements/2026-12')).status).toBe(404);
    expect((await ask(tenant.auth, '/api/statements/2026-13')).status).toBe(400);
    expect((await ask(tenant.auth, '/operator/statements', { month: '2026-11' })).status).toBe(403);
    expect((await ask(operator, '/api/statements')).status).toBe(401);
    expect(
      (
        await tell(`/operator/statements/${crypto.randomUUID()}/2026-11/corrections`, {
          amount: 1,
          reason: 'x',
        })
      ).status,
    ).toBe(404);
  });
});

describe('usage over time', () => {
  it('tells the highest of each day, of a tenant and of all', async () => {
    const at = november.from + 3 * DAY;
    await store.transact([
      { update: keys.subscription(tenant.guid), change: { set: { activated: 4, quantity: 10 } } },
    ]);
    await noteActivated(store, tenant.guid, '2026-11-04', { before: 0, after: 1, at });
    await noteActivated(store, tenant.guid, '2026-11-04', { before: 1, after: 6, at });
    await noteActivated(store, tenant.guid, '2026-11-04', { before: 6, after: 5, at });
    // Told once more, as a stream may.
    await noteActivated(store, tenant.guid, '2026-11-04', { before: 0, after: 1, at });
    await noteActivated(store, tenant.guid, '2026-11-06', { before: 5, after: 4, at });
    const query = { from: '2026-11-02', to: '2026-11-07' };
    const days = [
      { day: '2026-11-02', ordered: 0, activated: 0 },
      { day: '2026-11-03', ordered: 10, activated: 0 },
      { day: '2026-11-04', ordered: 10, activated: 6 },
      { day: '2026-11-05', ordered: 10, activated: 5 },
      { day: '2026-11-06', ordered: 10, activated: 5 },
      { day: '2026-11-07', ordered: 10, activated: 4 },
    ];
    expect((await ask(tenant.auth, '/api/usage/days', query)).body).toEqual({ days });
    expect((await ask(operator, `/operator/usage/${tenant.guid}`, query)).body).toEqual({ days });
    const csv = await ask(tenant.auth, '/api/usage/days', { ...query, format: 'csv' });
    expect(text(csv.body)).toContain('day,ordered,activated\r\n2026-11-02,0,0\r\n');
    const all = await ask<{ tenants: object[] }>(operator, '/operator/usage', query);
    expect(all.body.tenants).toContainEqual({
      tenantID: tenant.guid,
      tenantName: '=cmd|calc',
      quantity: 10,
      activated: 4,
      highestOrdered: 10,
      highestActivated: 6,
    });
    expect(all.body.tenants).toHaveLength(2);
  });

  it('without days: the last 31 until today', async () => {
    const { days } = (await ask<{ days: { day: string }[] }>(tenant.auth, '/api/usage/days')).body;
    expect(days).toHaveLength(31);
    expect(days.at(-1)?.day).toBe('2026-12-01');
  });

  it.each([
    [{ from: '2026-12-02' }, 'from'],
    [{ from: '2024-01-01' }, 'from'],
    [{ from: '2026-02-31' }, 'from'],
    [{ to: 'yesterday' }, 'to'],
    [{ format: 'xml' }, 'format'],
  ])('refuses %j', async (query, field) => {
    expect(await ask(tenant.auth, '/api/usage/days', query)).toMatchObject({ status: 400, body: { field } });
  });
});
