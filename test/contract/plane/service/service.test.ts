import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import { maintenanceHandlers } from '../../../../functions/service/maintenance.ts';
import { trailHandlers } from '../../../../functions/service/trail.ts';
import { AUDITOR_ID } from '../../../../shared/domain/access/role.ts';
import { api } from '../../../../shared/http/api.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { readMaintenance } from '../../../../shared/table/entities/tenant/maintenance.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 23, 12);
let clock = START;
let table: TestTable;
let store: Store;
let service: HttpHandler;
let operator: Record<string, string>;
let tenant: TestTenant;
let other: TestTenant;

interface Entry {
  readonly at: number;
  readonly action: string;
  readonly tenantID: string;
  readonly by: string;
  readonly before?: object;
  readonly after?: object;
}
interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string;
}

beforeAll(async () => {
  table = await startTable();
  store = table.storeAt(() => clock);
  const deps = { store, logger: quietLogger(), now: () => clock };
  service = api(deps, [...trailHandlers(deps), ...maintenanceHandlers(deps)]);
  const plane = commerce(store, () => clock);
  operator = await plane.operatorAuth();
  tenant = await plane.tenant('Kaede');
  clock += 1000;
  other = await plane.tenant('Other');
  for (const { guid, auth } of [tenant, other]) {
    clock += 1000;
    const order = { type: 'new', menu: 'managed-virtual-patch', quantity: 5 };
    await call(plane.orders, { path: '/api/orders', headers: auth, body: order });
    clock += 1000;
    await plane.work(guid, 1);
  }
});
afterAll(() => table.stop());

const ask = <T = Page>(
  auth: Record<string, string>,
  path: string,
  query: Record<string, string> = {},
  accept?: string,
) => call<T>(service, { path, query, headers: { ...auth, ...(accept && { accept }) } });
const actions = ({ entries }: Page) => entries.map(({ action, tenantID }) => [action, tenantID]);
const text = (body: unknown): string => Buffer.from(body as Uint8Array).toString();

describe('the trail (EVT-7)', () => {
  it('tells a tenant who did what to it, newest first, with what changed', async () => {
    const { body } = await ask(tenant.auth, '/api/trail');
    expect(body.entries).toMatchObject([
      { action: 'order-done', target: 'order-1', by: 'System', byKind: 'system' },
      { action: 'order-accepted', target: 'order-1', by: 'First key', byKind: 'apikey' },
      {
        action: 'tenant-created',
        by: 'Operator',
        byKind: 'operator',
        after: { name: 'Kaede', tenantState: 'active' },
      },
    ]);
    expect(new Set(body.entries.map(({ tenantID }) => tenantID))).toEqual(new Set([tenant.guid]));
  });

  it('tells the operator the orders, fees and operator actions of all tenants in one line of time', async () => {
    expect(actions((await ask(operator, '/operator/trail')).body)).toEqual([
      ['order-done', other.guid],
      ['order-accepted', other.guid],
      ['order-done', tenant.guid],
      ['order-accepted', tenant.guid],
      ['tenant-created', other.guid],
      ['tenant-created', tenant.guid],
    ]);
    const one = await ask(operator, '/operator/trail', { tenantID: tenant.guid });
    expect(one.body).toEqual((await ask(tenant.auth, '/api/trail')).body);
  });

  it('goes on page after page and misses nothing, as JSON, NDJSON and CSV', async () => {
    const whole = (await ask(operator, '/operator/trail')).body.entries;
    const paged: Entry[] = [];
    let next: string | undefined;
    do {
      const { body } = await ask(operator, '/operator/trail', { limit: '2', ...(next && { cursor: next }) });
      paged.push(...body.entries);
      next = body.next;
    } while (next);
    expect(paged).toEqual(whole);

    const lines = await ask<unknown>(operator, '/operator/trail', { limit: '4' }, 'application/x-ndjson');
    const cursor = lines.headers['next-cursor'] ?? '';
    const rest = await ask<unknown>(operator, '/operator/trail', { cursor, format: 'ndjson' });
    const parsed = `${text(lines.body)}${text(rest.body)}`
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed).toEqual(whole);
    expect(rest.headers['next-cursor']).toBeUndefined();

    const csv = text((await ask<unknown>(operator, '/operator/trail', {}, 'text/csv')).body).split('\r\n');
    expect(csv[0]).toBe('at,tenantID,action,target,byKind,by,detail,before,after');
    expect(csv).toHaveLength(whole.length + 2);
  });

  it('between two times', async () => {
    const [newest, second] = (await ask(operator, '/operator/trail')).body.entries;
    const query = { from: String(second?.at), to: String(second?.at) };
    expect((await ask(operator, '/operator/trail', query)).body.entries).toEqual([second]);
    const late = { from: String(newest?.at), to: '9999999999999999' };
    expect((await ask(operator, '/operator/trail', late)).body.entries).toEqual([newest]);
    const never = { from: '9999999999999999', to: '9999999999999999' };
    expect((await ask(operator, '/operator/trail', never)).body.entries).toEqual([]);
  });

  it('is read by who may, and only what is one’s own', async () => {
    const auditor = await seedKey(store, tenant.guid, { ID: 7, roleID: AUDITOR_ID });
    expect((await ask({ 'api-secret-key': auditor }, '/api/trail')).status).toBe(200);
    await store.put({
      ...keys.role(tenant.guid, 11),
      kind: 'role',
      ...{ ID: 11, name: 'Orders', rights: ['serviceRights.orderRights.canViewOrders'] },
    });
    const clerk = await seedKey(store, tenant.guid, { ID: 8, roleID: 11 });
    expect((await ask({ 'api-secret-key': clerk }, '/api/trail')).status).toBe(403);
    expect((await ask(tenant.auth, '/operator/trail')).status).toBe(403);
    expect((await ask(operator, '/api/trail')).status).toBe(401);
  });

  it.each([
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: Buffer.from('1795435200000#a').toString('base64url'), from: '1795435300000' }, 'cursor'],
    [{ from: '2', to: '1' }, 'from'],
    [{ limit: '0' }, 'limit'],
    [{ format: 'pdf' }, 'format'],
  ])('refuses %j', async (query, field) => {
    expect(await ask(tenant.auth, '/api/trail', query)).toMatchObject({ status: 400, body: { field } });
  });
});

describe('maintenance (SRV-4)', () => {
  const wish = { from: START + 24 * HOUR, to: START + 26 * HOUR, ja: '更新作業', en: 'Update' };
  const post = (body: unknown) =>
    call<Record<string, unknown>>(service, {
      method: 'POST',
      path: '/operator/maintenance',
      headers: operator,
      body,
    });
  const shown = async () => {
    const { body } = await ask<{ notices: { ID: number; state: string }[] }>(tenant.auth, '/api/maintenance');
    return body.notices.map(({ ID, state }) => [ID, state]);
  };
  const follow = async (ID: number) => {
    const item = await readMaintenance(store, ID);
    const unused = () => Promise.reject(new Error('not needed'));
    const deps = { store, now: () => clock, blobs: {}, orders: { send: unused }, notify: { send: unused } };
    await followRecord(deps as never)(streamRecord(item ?? {}));
  };

  it('is announced, in progress, and over by itself', async () => {
    clock = START;
    expect(await post(wish)).toMatchObject({ status: 200, body: { ID: 1, ...wish, state: 'announced' } });
    expect(await shown()).toEqual([[1, 'announced']]);
    clock = wish.from;
    expect(await shown()).toEqual([[1, 'in-progress']]);
    clock = wish.to;
    expect(await shown()).toEqual([]);
    const all = await ask<{ notices: { state: string }[] }>(operator, '/operator/maintenance');
    expect(all.body.notices).toMatchObject([{ ID: 1, state: 'ended' }]);
  });

  it('is withdrawn, once', async () => {
    clock = START;
    await post(wish);
    const withdraw = (ID: number) =>
      call(service, { method: 'DELETE', path: `/operator/maintenance/${ID}`, headers: operator });
    expect((await withdraw(2)).status).toBe(200);
    expect(await shown()).toEqual([[1, 'announced']]);
    expect(await withdraw(2)).toMatchObject({ status: 409, body: { reason: 'over', state: 'withdrawn' } });
    expect((await withdraw(99)).status).toBe(404);
    const day = { from: String(START), to: String(START) };
    const { entries } = (await ask(operator, '/operator/trail', day)).body;
    expect(entries.filter(({ action }) => action.startsWith('maintenance'))).toMatchObject([
      { action: 'maintenance-withdrawn', target: 'maintenance-2', before: wish },
      { action: 'maintenance-posted', target: 'maintenance-2', by: 'Operator', after: wish },
      { action: 'maintenance-posted', target: 'maintenance-1', after: wish },
    ]);
  });

  it('is told to every tenant in its language and zone, once', async () => {
    await store.transact([
      { update: keys.tenantEntry(other.guid), change: { set: { locale: 'en-US', timeZone: 'UTC' } } },
    ]);
    await follow(1);
    await follow(1);
    await follow(2);
    const told = async (guid: string) =>
      (await store.queryAll(partitions.systemEvents(guid, hourOf(START)), systemEventItem))
        .filter(({ number }) => number > 9530)
        .map(({ title, description }) => [title, description]);
    expect(await told(tenant.guid)).toEqual([
      ['Maintenance Announced', '2026/11/24 21:00 - 2026/11/24 23:00 (Asia/Tokyo): 更新作業'],
      ['Maintenance Withdrawn', expect.stringContaining('更新作業')],
    ]);
    expect((await told(other.guid))[0]?.[1]).toMatch(/^Nov 24, 2026, 12:00.PM - .* \(UTC\): Update$/);
  });

  it.each([
    ['an end before the beginning', { ...wish, to: wish.from }, 'to'],
    ['the past', { ...wish, from: 1, to: 2 }, 'to'],
    ['months', { ...wish, to: wish.from + 31 * 24 * HOUR }, 'to'],
    ['one language', { ...wish, ja: ' ' }, 'ja'],
    ['no time', { ja: 'x', en: 'x' }, 'from'],
  ])('refuses %s', async (_, body, field) => {
    const before = await table.dump();
    expect(await post(body)).toMatchObject({ status: 400, body: { field } });
    expect(await table.dump()).toEqual(before);
  });
});
