import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let plane: ReturnType<typeof commerce>;
let auth: { 'api-secret-key': string };
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
  auth = await plane.operatorAuth();
});
afterAll(() => table.stop());

const body = { name: '楓商事', emailAddress: 'admin@example.com' };

describe('tenants by the operator', () => {
  it('are made whole: listed, described, with a key that works and a trail', async () => {
    const { status, body: made } = await call<Record<string, string>>(plane.operator, {
      path: '/operator/tenants',
      headers: auth,
      body,
    });
    expect(status).toBe(200);
    expect(made).toMatchObject({ ...body, locale: 'ja-JP', timeZone: 'Asia/Tokyo', tenantState: 'active' });
    const { secretKey, ...described } = made;
    expect(secretKey).toMatch(new RegExp(`^[0-9a-f-]{36}:${made.guid}:[A-Za-z0-9_-]{43}$`));

    const listed = await call<{ tenants: unknown[] }>(plane.operator, {
      path: '/operator/tenants',
      headers: auth,
    });
    expect(listed.body.tenants).toContainEqual(described);
    const alone = await call(plane.operator, {
      path: `/operator/tenants/${made.guid?.toUpperCase()}`,
      headers: auth,
    });
    expect(alone.body).toEqual(described);
    const usage = await call(plane.orders, {
      path: '/api/usage',
      headers: { 'api-secret-key': secretKey ?? '' },
    });
    expect(usage).toMatchObject({ status: 200, body: { quantity: 0, activated: 0 } });
    const stored = JSON.stringify(await table.dump());
    expect(stored).toContain('tenant-created');
    expect(stored).not.toContain(secretKey);
    expect(stored).not.toContain(secretKey?.split(':')[2]);
  });

  it.each([
    ['no body', undefined, 'name'],
    ['a name of the wrong type', { ...body, name: 5 }, 'name'],
    ['a blank name', { ...body, name: '  ' }, 'name'],
    ['no mail address', { name: 'x' }, 'emailAddress'],
    [
      'a mail address with a line break',
      { ...body, emailAddress: 'a@example.com\r\nBcc: b' },
      'emailAddress',
    ],
    ['an unknown zone', { ...body, timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['an unknown locale', { ...body, locale: 'xx' }, 'locale'],
    ['a list', [body], 'body'],
    ['broken JSON', '{"name":', 'JSON'],
  ])('refuses %s and changes nothing', async (_, bad, field) => {
    const before = await table.dump();
    const answer = await call(plane.operator, {
      method: 'POST',
      path: '/operator/tenants',
      headers: auth,
      body: bad,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
    expect(await table.dump()).toEqual(before);
  });

  it('lists the tenants a page at a time, and refuses a place that is none', async () => {
    for (let i = 0; i < 3; i++) await plane.tenant();
    const page = async (query: Record<string, string>) => {
      const request = { path: '/operator/tenants', method: 'GET', headers: auth, query };
      const { status, body: found } = await call(plane.operator, request);
      return { status, body: found as { tenants: { guid: string }[]; next?: string } };
    };
    const guids: string[] = [];
    let next: string | undefined;
    do {
      const { status, body: found } = await page({ limit: '2', ...(next && { cursor: next }) });
      expect(status).toBe(200);
      expect(found.tenants.length).toBeLessThanOrEqual(2);
      guids.push(...found.tenants.map(({ guid }) => guid));
      next = found.next;
    } while (next);
    expect(new Set(guids).size).toBe(guids.length);
    expect(guids).toHaveLength((await page({})).body.tenants.length);
    for (const [field, bad] of [
      ['cursor', 'forged'],
      ['limit', '0'],
      ['limit', '501'],
    ] as const) {
      const refused = { status: 400, body: { message: expect.stringContaining(field) } };
      expect(await page({ [field]: bad })).toMatchObject(refused);
    }
  });

  it('refuses everyone but the operator', async () => {
    const tenant = await plane.tenant();
    const ask = (headers: Record<string, string>) =>
      call(plane.operator, { path: '/operator/tenants', headers, body });
    const before = await table.dump();
    expect(await ask({})).toMatchObject({ status: 401, body: { reason: 'no-credentials' } });
    expect(await ask({ 'api-secret-key': 'x' })).toMatchObject({
      status: 401,
      body: { message: 'Invalid API Key' },
    });
    const key = auth['api-secret-key'];
    const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    expect((await ask({ 'api-secret-key': forged })).status).toBe(401);
    expect(await ask(tenant.auth)).toMatchObject({ status: 403, body: { reason: 'operator-only' } });
    const asTenant = await call(plane.orders, { path: '/api/orders', headers: auth });
    expect(asTenant).toMatchObject({ status: 401, body: { reason: 'operator-key' } });
    expect(await table.dump()).toEqual(before);
  });

  it('answers 404 to an unknown tenant and 400 to what is no GUID', async () => {
    const ask = (id: string) => call(plane.operator, { path: `/operator/tenants/${id}`, headers: auth });
    expect(await ask(crypto.randomUUID())).toMatchObject({
      status: 404,
      body: { message: 'The tenant does not exist.' },
    });
    expect(await ask('operator')).toMatchObject({ status: 400, body: { field: 'tenantID' } });
  });
});
