import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Right } from '../../../../shared/domain/access/rights.ts';
import { rightsOnWire } from '../../../../shared/schema/api/access/role.ts';
import { accessFunction } from '../../../support/access.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let access: HttpHandler;
let plane: ReturnType<typeof commerce>;
let time = 0;
const now = () => Date.now() + time;
beforeAll(async () => {
  table = await startTable();
  const store = table.storeAt(now);
  access = accessFunction(store, now);
  plane = commerce(store, now);
});
afterAll(() => table.stop());

type Auth = { readonly 'api-secret-key': string };
interface Key {
  ID: number;
  keyName: string;
  roleID: number;
  active: boolean;
  secretKey: string;
}
const ask = <T = Record<string, unknown>>(auth: Auth, path: string, body?: unknown, method?: string) =>
  call<T>(access, { path: `/api/${path}`, headers: auth, body, ...(method && { method }) });
const makeKey = async (tenant: TestTenant, more: object = {}) => {
  const { status, body } = await ask<Key>(tenant.auth, 'apikeys', { keyName: 'build', roleID: 1, ...more });
  expect(status).toBe(200);
  return { ...body, auth: { 'api-secret-key': body.secretKey } };
};
const makeRole = async (tenant: TestTenant, rights: string[]) =>
  (
    await ask<{ ID: number }>(tenant.auth, 'roles', {
      name: `role ${rights.length} ${Math.random()}`,
      rights: nested(rights),
    })
  ).body.ID;
/** Dotted rights as the tree that goes over the wire. */
const nested = (rights: readonly string[]) => rightsOnWire(rights as readonly Right[]);

describe('API keys', () => {
  it('are made, listed, described, changed and deleted; the secret is told once', async () => {
    const tenant = await plane.tenant();
    const key = await makeKey(tenant, { description: 'for the build', active: 'True' });
    expect(key).toMatchObject({ ID: 2, locale: 'en-US', timeZone: 'UTC', active: true });
    const { secretKey, auth, ...view } = key;
    expect((await ask(tenant.auth, 'apikeys/2')).body).toEqual(view);
    expect((await ask<{ apiKeys: Key[] }>(tenant.auth, 'apikeys')).body.apiKeys).toContainEqual(view);
    expect((await ask(auth, 'apikeys/current')).body).toEqual({
      ...view,
      tenantGUID: tenant.guid,
      tenantID: expect.any(Number),
      roleURN: expect.stringContaining('role/1'),
    });

    const changed = await ask(tenant.auth, 'apikeys/2', { keyName: 'nightly', timeZone: 'Asia/Tokyo' });
    expect(changed.body).toEqual({ ...view, keyName: 'nightly', timeZone: 'Asia/Tokyo' });
    expect(await ask(tenant.auth, 'apikeys/2', undefined, 'DELETE')).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect(await ask(auth, 'apikeys/current')).toMatchObject({
      status: 401,
      body: { message: 'Invalid API Key' },
    });
    expect((await ask(tenant.auth, 'apikeys/2')).status).toBe(404);
    expect((await ask(tenant.auth, 'apikeys/2', undefined, 'DELETE')).status).toBe(404);

    const stored = JSON.stringify(await table.dump());
    expect(stored).not.toContain(secretKey.split(':')[2]);
    for (const title of ['API Key Created', 'API Key Updated', 'API Key Deleted'])
      expect(stored).toContain(title);
  });

  it('stop working when locked or past their end, and work again after', async () => {
    const tenant = await plane.tenant();
    const key = await makeKey(tenant, { expiryDate: now() + 60_000 });
    const use = () => ask(key.auth, 'apikeys/current');
    expect((await use()).status).toBe(200);
    await ask(tenant.auth, `apikeys/${key.ID}`, { active: 'false' });
    expect(await use()).toMatchObject({ status: 403, body: { message: 'The API key is locked out.' } });
    await ask(tenant.auth, `apikeys/${key.ID}`, { active: true });
    expect((await use()).status).toBe(200);
    time += 61_000;
    expect(await use()).toMatchObject({ status: 403, body: { message: 'The API key has expired.' } });
    await ask(tenant.auth, `apikeys/${key.ID}`, { expiryDate: 0 });
    const again = await use();
    expect(again.status).toBe(200);
    expect(again.body).not.toHaveProperty('expiryDate');
  });

  it('cannot be made, changed or deleted by who has fewer rights than they', async () => {
    const tenant = await plane.tenant();
    const managing = await makeRole(tenant, [
      'platformRights.apikeyRights.canCreateNewApiKeys',
      'platformRights.apikeyRights.canEditApiKeyProperties',
      'platformRights.apikeyRights.canDeleteApiKeys',
      'platformRights.administratorRoleRights.canCreateNewAdministratorRoles',
    ]);
    const lesser = await makeKey(tenant, { roleID: managing });
    const before = await table.dump();
    const beyond = { status: 403, body: { reason: 'beyond-own-rights' } };
    expect(await ask(lesser.auth, 'apikeys', { keyName: 'x', roleID: 1 })).toMatchObject(beyond);
    expect(await ask(lesser.auth, `apikeys/${lesser.ID}`, { roleID: 1 })).toMatchObject(beyond);
    expect(await ask(lesser.auth, 'apikeys/1', { active: false })).toMatchObject(beyond);
    expect(await ask(lesser.auth, 'apikeys/1', undefined, 'DELETE')).toMatchObject(beyond);
    expect(
      await ask(lesser.auth, 'roles', {
        name: 'more',
        rights: nested(['serviceRights.orderRights.canPlaceOrders']),
      }),
    ).toMatchObject(beyond);
    expect(await ask(lesser.auth, 'apikeys')).toMatchObject({
      status: 403,
      body: { reason: 'missing-right' },
    });
    expect(await table.dump()).toEqual(before);
    expect((await ask(lesser.auth, 'apikeys', { keyName: 'equal', roleID: managing })).status).toBe(200);
  });

  it('always leave the tenant one that opens everything', async () => {
    const tenant = await plane.tenant();
    const before = await table.dump();
    const last = { status: 409, body: { reason: 'last-full-access' } };
    expect(await ask(tenant.auth, 'apikeys/1', undefined, 'DELETE')).toMatchObject(last);
    expect(await ask(tenant.auth, 'apikeys/1', { active: false })).toMatchObject(last);
    expect(await ask(tenant.auth, 'apikeys/1', { roleID: 2 })).toMatchObject(last);
    expect(await ask(tenant.auth, 'apikeys/1', { expiryDate: now() + 1e6 })).toMatchObject(last);
    expect(await table.dump()).toEqual(before);
  });

  it.each([
    ['deleted', undefined, 'DELETE'],
    ['locked', { active: false }, 'POST'],
  ])('leave one even when two are %s at the same moment', async (_, body, method) => {
    for (let round = 0; round < 5; round++) {
      const tenant = await plane.tenant();
      const second = await makeKey(tenant);
      const answers = await Promise.all([
        ask(tenant.auth, `apikeys/${second.ID}`, body, method),
        ask(second.auth, 'apikeys/1', body, method),
      ]);
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    }
  });
});

describe('bad requests about keys and roles', () => {
  const key = { keyName: 'x', roleID: 1 };
  it.each([
    ['apikeys', { roleID: 1 }, 'keyName'],
    ['apikeys', { ...key, keyName: ' ' }, 'keyName'],
    ['apikeys', { ...key, keyName: ['x'] }, 'keyName'],
    ['apikeys', { ...key, keyName: 'x'.repeat(255) }, 'keyName'],
    ['apikeys', { keyName: 'x' }, 'roleID'],
    ['apikeys', { ...key, roleID: 99 }, 'roleID'],
    ['apikeys', { ...key, roleID: 'one' }, 'roleID'],
    ['apikeys', { ...key, active: 'perhaps' }, 'active'],
    ['apikeys', { ...key, timeZone: 'Nowhere' }, 'timeZone'],
    ['apikeys', { ...key, expiryDate: 'tomorrow' }, 'expiryDate'],
    ['apikeys/1', { roleID: 99 }, 'roleID'],
    ['apikeys/1', { keyName: 5 }, 'keyName'],
    ['apikeys/abc', { keyName: 'x' }, 'apiKeyID'],
    ['roles', { rights: {} }, 'name'],
    ['roles', { name: 'x', rights: ['platformRights.policyRights.canDeletePolicies'] }, 'rights'],
    [
      'roles',
      { name: 'x', rights: { platformRights: { policyRights: { canDeletePolicies: 'perhaps' } } } },
      'rights.platformRights.policyRights.canDeletePolicies',
    ],
    ['roles', { name: 'Full access' }, 'name'],
    ['roles', { name: '' }, 'name'],
    ['roles/search', { searchCriteria: [{ fieldName: 'rights', stringValue: 'x' }] }, 'rights'],
  ])('%s %j: 400, nothing changed', async (path, body, field) => {
    const tenant = await plane.tenant();
    const before = await table.dump();
    const answer = await ask(tenant.auth, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
    expect(await table.dump()).toEqual(before);
  });

  it('without the api-version header: 400', async () => {
    const tenant = await plane.tenant();
    const answer = await call(access, {
      path: '/api/apikeys',
      headers: { ...tenant.auth, 'api-version': undefined },
    });
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining('api-version') } });
  });

  it("another tenant's keys and roles are not there", async () => {
    const [one, other] = [await plane.tenant(), await plane.tenant()];
    const foreign = await makeKey(other);
    const roleID = await makeRole(other, []);
    const before = await table.dump();
    for (const answer of [
      await ask(one.auth, `apikeys/${foreign.ID}`),
      await ask(one.auth, `apikeys/${foreign.ID}`, { active: false }),
      await ask(one.auth, `apikeys/${foreign.ID}`, undefined, 'DELETE'),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect(await ask(one.auth, 'apikeys', { keyName: 'x', roleID })).toMatchObject({ status: 400 });
    expect(await table.dump()).toEqual(before);
    const swapped = foreign.secretKey.replace(other.guid, one.guid);
    expect((await ask({ 'api-secret-key': swapped }, 'apikeys/current')).status).toBe(401);
  });
});

it('lists the system roles and the tenant’s own', async () => {
  const tenant = await plane.tenant();
  const roleID = await makeRole(tenant, ['serviceRights.eventRights.canViewEvents']);
  const { body } = await ask<{ roles: { ID: number; immutable: boolean }[] }>(tenant.auth, 'roles');
  expect(body.roles.map(({ ID, immutable }) => [ID, immutable])).toEqual([
    [1, true],
    [2, true],
    [roleID, false],
  ]);
  expect(roleID).toBe(11);
});
