import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCK_MS, MOST_FAILURES } from '../../../../shared/domain/access/lock-out.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { accessFunction } from '../../../support/access.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let access: HttpHandler;
let plane: ReturnType<typeof commerce>;
let tenant: TestTenant;
let time = 0;
const now = () => Date.now() + time;
beforeAll(async () => {
  table = await startTable();
  const store = table.storeAt(now);
  access = accessFunction(store, now);
  plane = commerce(store, now);
  tenant = await plane.tenant();
});
afterAll(() => table.stop());

interface Key {
  ID: number;
  keyName: string;
  secretKey: string;
  message: string;
  unsuccessfulSignInAttempts: number;
  apiKeys: Key[];
  scriptBody: string;
}
const ask = (path: string, body?: unknown, method?: string, key?: string) =>
  call<Key>(access, {
    path: `/api/${path}`,
    headers: key ? { 'api-secret-key': key } : tenant.auth,
    body,
    ...(method && { method }),
  });
const makeKey = async () => (await ask('apikeys', { keyName: 'build', roleID: 1 })).body;

describe('an API key', () => {
  it('gets a new secret, and its old one dies', async () => {
    const key = await makeKey();
    const renewed = await ask(`apikeys/${key.ID}/secretkey`, undefined, 'POST');
    expect(renewed).toMatchObject({ status: 200, body: { ID: key.ID, keyName: 'build' } });
    expect((await ask('apikeys/current', undefined, 'GET', key.secretKey)).status).toBe(401);
    const again = await ask('apikeys/current/secretkey', {}, 'POST', renewed.body.secretKey);
    expect(again.status).toBe(200);
    expect((await ask('apikeys/current', undefined, 'GET', renewed.body.secretKey)).status).toBe(401);
    expect((await ask('apikeys/current', undefined, 'GET', again.body.secretKey)).body).toMatchObject({
      ID: key.ID,
    });
    expect((await ask('apikeys/4711/secretkey', undefined, 'POST')).status).toBe(404);
  });

  it('does not get its old secret back from a change that began before the new one', async () => {
    const key = await makeKey();
    let secretKey = '';
    const store = table.storeAt(now);
    const meanwhile: Store = {
      ...store,
      transact: async (writes) => {
        if (secretKey === '') {
          secretKey = (await ask(`apikeys/${key.ID}/secretkey`, undefined, 'POST')).body.secretKey;
        }
        return store.transact(writes);
      },
    };
    const change = (path: string, auth: object) =>
      call(accessFunction(meanwhile, now), {
        path: `/api/apikeys/${path}`,
        headers: { ...auth },
        body: { description: 'changed' },
      });
    expect((await change('current', { 'api-secret-key': key.secretKey })).status).toBe(409);
    const rotated = secretKey;
    secretKey = '';
    expect((await change(String(key.ID), tenant.auth)).status).toBe(200);
    expect((await ask('apikeys/current', undefined, 'GET', key.secretKey)).status).toBe(401);
    expect((await ask('apikeys/current', undefined, 'GET', rotated)).status).toBe(401);
    expect((await ask('apikeys/current', undefined, 'GET', secretKey)).status).toBe(200);
  });

  it('may rename itself, and not change what it may do', async () => {
    const key = await makeKey();
    const changed = await ask('apikeys/current', { keyName: 'nightly', roleID: 2 }, 'POST', key.secretKey);
    expect(changed.body).toMatchObject({ keyName: 'nightly', roleID: 1, tenantGUID: tenant.guid });
  });

  it('is found by a search', async () => {
    const key = await makeKey();
    const found = await ask('apikeys/search', { searchCriteria: [{ idValue: key.ID }] });
    expect(found.body.apiKeys.map(({ ID }) => ID)).toEqual([key.ID]);
    expect(JSON.stringify(found.body)).not.toContain('secret');
  });

  it('is taken in the Authorization header too', async () => {
    const key = await makeKey();
    const answer = await call<Key>(access, {
      path: '/api/apikeys/current',
      headers: { authorization: `ApiKey ${key.secretKey}` },
    });
    expect(answer.body).toMatchObject({ ID: key.ID });
  });

  it('is locked by wrong secrets of its own for a while, and good calls write nothing', async () => {
    const key = await makeKey();
    const wrong = `${key.secretKey.slice(0, -3)}AAA`;
    const use = (secret: string) => ask('apikeys/current', undefined, 'GET', secret);
    expect((await use(wrong)).status).toBe(401);
    expect((await ask(`apikeys/${key.ID}`)).body.unsuccessfulSignInAttempts).toBe(1);
    expect((await use(key.secretKey)).body.unsuccessfulSignInAttempts).toBe(0);
    const before = await table.dump();
    expect((await use(key.secretKey)).body.unsuccessfulSignInAttempts).toBe(0);
    expect(await table.dump()).toEqual(before);
    for (let i = 0; i < MOST_FAILURES; i++) expect((await use(wrong)).status).toBe(401);
    expect(await use(key.secretKey)).toMatchObject({
      status: 403,
      body: { message: 'The API key is locked out.' },
    });
    expect(JSON.stringify(await table.dump())).toContain('API Key Locked Out');
    time += LOCK_MS + 1000;
    expect((await use(key.secretKey)).status).toBe(200);
    for (let i = 0; i < MOST_FAILURES; i++) await use(wrong);
    expect((await use(key.secretKey)).status).toBe(403);
    await ask(`apikeys/${key.ID}`, { active: true });
    expect((await use(key.secretKey)).status).toBe(200);
  });

  it('cannot be locked by who does not know its GUID', async () => {
    const key = await makeKey();
    const guess = `${'0'.repeat(8)}-0000-0000-0000-${key.secretKey.slice(24)}`;
    for (let i = 0; i < MOST_FAILURES + 1; i++)
      expect((await ask('apikeys/current', undefined, 'GET', guess)).status).toBe(401);
    expect((await ask('apikeys/current', undefined, 'GET', key.secretKey)).status).toBe(200);
  });
});

describe('a deployment script', () => {
  it('activates with a token of the tenant, which stays unwritten without activation', async () => {
    const token = (await ask('activationtokens', { name: 'web' })).body as unknown as { token: string };
    const wish = { platform: 'linux', activationRequired: 'true' };
    const { body } = await ask('agentdeploymentscripts', wish);
    expect(body.scriptBody).toContain(token.token);
    expect(body.scriptBody).toContain(tenant.guid);
    const bare = await ask('agentdeploymentscripts', { platform: 'linux' });
    expect(bare.body.scriptBody).not.toContain(token.token);
    expect((await ask('agentdeploymentscripts', { platform: 'windows' })).body.message).toContain('platform');
    expect((await ask('agentdeploymentscripts', { ...wish, policyID: 4711 })).body.message).toContain(
      'policyID',
    );
    expect((await ask('agentdeploymentscripts', { ...wish, computerGroupID: 4711 })).body.message).toContain(
      'computerGroupID',
    );
  });
});
