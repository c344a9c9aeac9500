import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from '../../../../shared/table/entities/access/activation-token.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { accessFunction } from '../../../support/access.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let access: HttpHandler;
let plane: ReturnType<typeof commerce>;
beforeAll(async () => {
  table = await startTable();
  access = accessFunction(table.store);
  plane = commerce(table.store);
});
afterAll(() => table.stop());

const path = '/api/activationtokens';
const create = (tenant: TestTenant, body: unknown = {}) =>
  call<{ ID: number; token: string; message: string }>(access, {
    method: 'POST',
    path,
    headers: tenant.auth,
    body,
  });
const list = async (tenant: TestTenant) =>
  (await call<{ activationTokens: unknown[] }>(access, { path, headers: tenant.auth })).body.activationTokens;
const remove = (tenant: TestTenant, ID: number | string) =>
  call(access, { method: 'DELETE', path: `${path}/${ID}`, headers: tenant.auth });

describe('activation tokens', () => {
  it('are made, shown again and withdrawn; what is stored is sealed', async () => {
    const tenant = await plane.tenant();
    const plain = await create(tenant);
    expect(plain.body).toMatchObject({ ID: 1, name: 'Activation', fixed: false, sources: [] });
    expect(plain.body.token).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const expires = Date.now() + 1e6;
    const scoped = await create(tenant, {
      name: 'DMZ',
      uses: 3,
      expires,
      sources: ['192.0.2.0/24'],
      fixed: true,
    });
    expect(scoped.body).toMatchObject({
      ID: 2,
      usesLeft: 3,
      expires,
      sources: ['192.0.2.0/24'],
      fixed: true,
    });
    expect(await list(tenant)).toEqual([plain.body, scoped.body]);

    const stored = JSON.stringify(await table.dump());
    expect(stored).not.toContain(plain.body.token);
    expect(stored).toContain(hashToken(plain.body.token));
    expect((await remove(tenant, 1)).status).toBe(200);
    expect(await list(tenant)).toEqual([scoped.body]);
    expect((await remove(tenant, 1)).status).toBe(404);
  });

  it('hand out a policy that exists', async () => {
    const tenant = await plane.tenant();
    await table.store.put({
      ...keys.policy(tenant.guid, 3),
      kind: 'policy',
      ...{ tenant: tenant.guid, ID: 3, revision: 1, name: 'Web', firewallRuleIDs: [], ipsRuleIDs: [] },
    });
    expect(await create(tenant, { policyID: 3 })).toMatchObject({ status: 200, body: { policyID: 3 } });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ uses: 0 }, 'uses'],
    [{ uses: '3' }, 'uses'],
    [{ expires: 'never' }, 'expires'],
    [{ policyID: 77 }, 'policyID'],
    [{ groupID: 5 }, 'groupID'],
    [{ fixed: 'maybe' }, 'fixed'],
    [{ sources: ['300.1.1.1'] }, 'sources'],
    [{ sources: ['10.0.0.0/33'] }, 'sources'],
    [{ sources: '10.0.0.1' }, 'sources'],
    ['[]', 'body'],
  ])('%j: 400, nothing changed', async (body, field) => {
    const tenant = await plane.tenant();
    const before = await table.dump();
    const answer = await create(tenant, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
    expect(await table.dump()).toEqual(before);
  });

  it('are nobody else’s, and nothing for who may not manage them', async () => {
    const [one, other] = [await plane.tenant(), await plane.tenant()];
    await create(other);
    const auditor = await call<{ secretKey: string }>(access, {
      path: '/api/apikeys',
      headers: one.auth,
      body: { keyName: 'auditor', roleID: 2 },
    });
    const before = await table.dump();
    expect((await remove(one, 1)).status).toBe(404);
    expect((await remove(one, 'x')).status).toBe(400);
    expect(await list(one)).toEqual([]);
    const looked = await call(access, { path, headers: { 'api-secret-key': auditor.body.secretKey } });
    expect(looked).toMatchObject({ status: 403, body: { reason: 'missing-right' } });
    expect(await table.dump()).toEqual(before);
  });
});
