import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let plane: ReturnType<typeof commerce>;
let operator: Record<string, string>;
let tenant: TestTenant;
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
  operator = await plane.operatorAuth();
  tenant = await plane.tenant();
});
afterAll(() => table.stop());

interface Tenant {
  readonly ID: number;
  readonly guid: string;
  readonly name: string;
  readonly tenantState: string;
  readonly secretKey: string;
  readonly tenants: readonly Tenant[];
}
const ask = (path: string, headers: Record<string, string>, body?: unknown, method?: string) =>
  call<Tenant>(plane.operator, { path: `/api/${path}`, headers, body, ...(method && { method }) });
const wish = { name: '楓', administrator: { username: 'admin', emailAddress: 'admin@example.com' } };

describe('a tenant’s key', () => {
  it('sees its own tenant and no other', async () => {
    const { body } = await ask('tenants', tenant.auth);
    expect(body.tenants).toMatchObject([{ guid: tenant.guid, tenantState: 'active' }]);
    const ID = body.tenants[0]?.ID ?? 0;
    expect((await ask(`tenants/${ID}`, tenant.auth)).body).toEqual(body.tenants[0]);
    expect((await ask('tenants/search', tenant.auth, {})).body).toEqual(body);
    const changed = await ask(`tenants/${ID}`, tenant.auth, { name: 'Kaede', timeZone: 'Asia/Tokyo' });
    expect(changed.body).toMatchObject({ name: 'Kaede' });
    const key = await ask(`tenants/${ID}/apikeys`, tenant.auth, { keyName: 'extra' });
    expect(key.body.secretKey).toContain(tenant.guid);
    const other = await plane.tenant();
    for (const [path, given, method] of [
      [`tenants/${ID}`, undefined, 'GET'],
      [`tenants/${ID}`, { name: 'x' }, 'POST'],
      [`tenants/${ID}/apikeys`, { keyName: 'x' }, 'POST'],
    ] as const) {
      expect((await ask(path, other.auth, given, method)).status).toBe(404);
    }
  });

  it('neither makes nor ends tenants, nor lifts its own suspension', async () => {
    const before = await table.dump();
    expect(await ask('tenants', tenant.auth, wish)).toMatchObject({
      status: 403,
      body: { reason: 'operator-only' },
    });
    const { body } = await ask('tenants', tenant.auth);
    const ID = body.tenants[0]?.ID;
    expect((await ask(`tenants/${ID}`, tenant.auth, undefined, 'DELETE')).status).toBe(403);
    expect(await ask(`tenants/${ID}`, tenant.auth, { tenantState: 'suspended' })).toMatchObject({
      status: 403,
      body: { field: 'tenantState' },
    });
    expect((await ask(`tenants/${ID}`, tenant.auth, { tenantState: 'active' })).status).toBe(200);
    expect(await table.dump()).toEqual(before);
  });
});

describe('the operator’s key, as the primary tenant', () => {
  it('makes a tenant, sees it among all, gives it a key, suspends, restores and deletes it', async () => {
    const made = await ask('tenants', operator, wish);
    expect(made).toMatchObject({ status: 200, body: { name: '楓', tenantState: 'active' } });
    const { ID } = made.body;
    const listed = (await ask('tenants', operator)).body.tenants.map(({ guid }) => guid);
    expect(listed).toEqual(expect.arrayContaining([made.body.guid, tenant.guid]));
    expect((await ask(`tenants/${ID}`, operator)).body).toEqual(made.body);
    const key = await ask(`tenants/${ID}/apikeys`, operator, { keyName: 'first' });
    const theirs = { 'api-secret-key': key.body.secretKey };
    expect((await ask('tenants', theirs)).body.tenants).toEqual([made.body]);

    const state = async (tenantState: string) =>
      (await ask(`tenants/${ID}`, operator, { tenantState })).body.tenantState;
    expect(await state('suspended')).toBe('suspended');
    expect(await ask(`tenants/${ID}`, theirs, { name: 'x' })).toMatchObject({
      status: 403,
      body: { reason: 'suspended' },
    });
    expect(await state('active')).toBe('active');
    expect((await ask(`tenants/${ID}`, operator, { tenantState: 'pending-deletion' })).status).toBe(400);
    expect((await ask(`tenants/${ID}`, operator, undefined, 'DELETE')).status).toBe(200);
    expect((await ask(`tenants/${ID}`, operator)).body.tenantState).toBe('pending-deletion');
    expect((await ask('tenants', theirs)).status).toBe(401);
    expect((await ask('tenants/999999', operator, undefined, 'DELETE')).status).toBe(404);
  });
});
