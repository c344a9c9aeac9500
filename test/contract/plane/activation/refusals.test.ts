import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../../../shared/table/keys.ts';
import { accessFunction } from '../../../support/access.ts';
import { activateHost, activationFunction, testHost } from '../../../support/activation.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let activation: HttpHandler;
let access: HttpHandler;
let plane: ReturnType<typeof commerce>;
beforeAll(async () => {
  table = await startTable();
  activation = activationFunction(table.store);
  access = accessFunction(table.store);
  plane = commerce(table.store);
});
afterAll(() => table.stop());

const given = async (scope: object = {}, quantity = 5) => {
  const tenant = await plane.subscribed(quantity);
  const { body } = await call<{ token: string }>(access, {
    method: 'POST',
    path: '/api/activationtokens',
    headers: tenant.auth,
    body: scope,
  });
  return { tenant, token: body.token };
};

/** Everything but what a refusal may leave: the event that tells of it, and the marker that bounds those. */
const state = async () =>
  Object.fromEntries(
    Object.entries((await table.dump()) as Record<string, { kind: string }>).filter(
      ([, item]) => item.kind !== 'system-event' && item.kind !== 'once',
    ),
  );
const refusalEvents = async (tenant: TestTenant) =>
  (Object.values(await table.dump()) as { kind: string; tenant: string; number: number }[]).filter(
    (item) => item.kind === 'system-event' && item.tenant === tenant.guid && [705, 791].includes(item.number),
  );

describe('a refused activation says why, changes nothing, and the tenant hears of it', () => {
  it.each([
    ['an expired token', { expires: 1 }, {}, 403, 'token-expired', 791],
    ['another source', { sources: ['10.0.0.0/8'] }, {}, 403, 'wrong-source', 791],
    ['an unknown policy', {}, { policyID: 77 }, 400, 'unknown-policy', 791],
    ['an unknown group', {}, { groupID: 5 }, 400, 'unknown-group', 791],
    ['a policy where none is given', { fixed: true }, { policy: 'Web' }, 403, 'outside-scope', 791],
  ] as const)('%s', async (_, scope, more, status, reason, number) => {
    const { tenant, token } = await given(scope);
    if ('policy' in more) await table.store.put(webPolicy(tenant));
    const before = await state();
    const answer = await activateHost(activation, createIdentity(), tenant.guid, token, more);
    expect(answer).toMatchObject({ status, body: { reason } });
    expect(await state()).toEqual(before);
    expect(await refusalEvents(tenant)).toMatchObject([{ number, targetName: 'web-1' }]);
  });

  const webPolicy = (tenant: TestTenant) => ({
    ...keys.policy(tenant.guid, 3),
    kind: 'policy',
    ...{ tenant: tenant.guid, ID: 3, revision: 1, name: 'Web', firewallRuleIDs: [], ipsRuleIDs: [] },
  });

  it('a used-up token, and a quantity that is reached', async () => {
    const { tenant, token } = await given({ uses: 1 }, 2);
    const other = await given({}, 1);
    await activateHost(activation, createIdentity(), tenant.guid, token);
    await activateHost(activation, createIdentity(), other.tenant.guid, other.token);
    const before = await state();
    expect(await activateHost(activation, createIdentity(), tenant.guid, token)).toMatchObject({
      status: 403,
      body: { reason: 'token-used-up' },
    });
    expect(await activateHost(activation, createIdentity(), other.tenant.guid, other.token)).toMatchObject({
      status: 409,
      body: { reason: 'quantity-reached', quantity: 1, activated: 1 },
    });
    expect(await state()).toEqual(before);
    expect(await refusalEvents(other.tenant)).toMatchObject([{ number: 705, title: 'Activation Failed' }]);
  });

  it('no order, and a suspended tenant', async () => {
    const tenant = await plane.tenant();
    const { body } = await call<{ token: string }>(access, {
      method: 'POST',
      path: '/api/activationtokens',
      headers: tenant.auth,
    });
    const ask = () => activateHost(activation, createIdentity(), tenant.guid, body.token);
    expect(await ask()).toMatchObject({ status: 409, body: { reason: 'not-ordered' } });
    await table.store.transact([
      { update: keys.tenant(tenant.guid), change: { set: { tenantState: 'suspended' } } },
    ]);
    expect(await ask()).toMatchObject({ status: 403, body: { reason: 'suspended' } });
  });

  it('a foreign token and an unknown tenant look the same, and only a real tenant hears of it', async () => {
    const [one, other] = [await given(), await given()];
    const before = await state();
    const foreign = await activateHost(activation, createIdentity(), one.tenant.guid, other.token);
    const unknown = await activateHost(activation, createIdentity(), crypto.randomUUID(), other.token);
    expect(foreign).toMatchObject({ status: 401, body: { reason: 'unknown-token' } });
    expect(unknown.body).toEqual(foreign.body);
    expect(await state()).toEqual(before);
    expect(await refusalEvents(one.tenant)).toHaveLength(1);
    expect(await refusalEvents(other.tenant)).toHaveLength(0);
  });

  it('is told once an hour for one source and reason, however often it is tried', async () => {
    const { tenant } = await given();
    const attempt = (from: string) =>
      activateHost(activation, createIdentity(), tenant.guid, crypto.randomUUID(), {}, { from });
    await Promise.all(Array.from({ length: 8 }, () => attempt('192.0.2.7')));
    await Promise.all(Array.from({ length: 8 }, (_, i) => attempt(`2001:db8::${i}`)));
    expect(await refusalEvents(tenant)).toHaveLength(2);
  });

  it('costs no further write once it is told', async () => {
    const { tenant } = await given();
    let writes = 0;
    const counting: typeof table.store = {
      ...table.store,
      transact: (...of) => {
        writes++;
        return table.store.transact(...of);
      },
    };
    const handler = activationFunction(counting);
    const attempt = () => activateHost(handler, createIdentity(), tenant.guid, crypto.randomUUID());
    for (let i = 0; i < 5; i++) expect((await attempt()).status).toBe(401);
    expect(writes).toBe(1);
  });
});

describe('proofs', () => {
  it.each([
    ['10 minutes behind', -600_000, 'behind', -600],
    ['10 minutes ahead', 600_000, 'ahead', 600],
  ])('a clock %s is refused with how much and the time here (AGT-2)', async (_, offset, word, seconds) => {
    const { tenant, token } = await given();
    const before = await table.dump();
    const answer = await activateHost(
      activation,
      createIdentity(),
      tenant.guid,
      token,
      {},
      { iat: Date.now() + offset },
    );
    expect(answer).toMatchObject({
      status: 401,
      body: { reason: 'clock-skew', serverTime: expect.any(Number) },
    });
    expect(answer.body.message).toContain(word);
    expect(
      Math.abs(Number((answer.body as unknown as { offsetSeconds: number }).offsetSeconds) - seconds),
    ).toBeLessThan(30);
    expect(await table.dump()).toEqual(before);
  });

  it('of a key that is spelled otherwise: one key has one thumbprint', async () => {
    const { tenant, token } = await given();
    const host = createIdentity();
    const before = await table.dump();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet[alphabet.indexOf(host.x.slice(-1)) + 1];
    for (const x of [`${host.x.slice(0, -1)}${last}`, `${host.x.slice(0, -1)}=`, `${host.x}=`]) {
      expect(await activateHost(activation, host, tenant.guid, token, {}, { x })).toMatchObject({
        status: 401,
        body: { reason: 'bad-proof' },
      });
    }
    expect(await table.dump()).toEqual(before);
  });

  it('missing, for another body, or seen before: refused, nothing changed', async () => {
    const { tenant, token } = await given();
    const path = '/agent/v1/activation';
    const body = { tenantID: tenant.guid, token, protocol: 1, host: testHost() };
    const before = await table.dump();
    expect(await call(activation, { path, body })).toMatchObject({
      status: 401,
      body: { reason: 'bad-proof' },
    });
    const key = { ...tenant.auth };
    expect((await call(activation, { path, body, headers: key })).status).toBe(401);
    const wrong = await activateHost(
      activation,
      createIdentity(),
      tenant.guid,
      token,
      {},
      { bod: 'A'.repeat(43) },
    );
    expect(wrong).toMatchObject({ status: 401, body: { reason: 'bad-proof' } });
    expect(await table.dump()).toEqual(before);

    const jti = crypto.randomUUID();
    const host = createIdentity();
    expect((await activateHost(activation, host, tenant.guid, token, {}, { jti })).status).toBe(200);
    const once = await table.dump();
    const replay = await activateHost(activation, createIdentity(), tenant.guid, token, {}, { jti });
    expect(replay).toMatchObject({ status: 401, body: { reason: 'replayed' } });
    expect(await table.dump()).toEqual(once);
  });
});

describe('bad bodies', () => {
  it.each([
    [{ tenantID: 'operator' }, 'tenantID'],
    [{ tenantID: 5 }, 'tenantID'],
    [{ token: 'short' }, 'token'],
    [{ token: null }, 'token'],
    [{ protocol: 0 }, 'protocol'],
    [{ host: undefined }, 'host'],
    [{ host: { ...testHost(), hostName: '' } }, 'host.hostName'],
    [{ host: { ...testHost(), addresses: Array(65).fill('::1') } }, 'host.addresses'],
    [{ policyID: '3' }, 'policyID'],
    [{ displayName: 'x'.repeat(2001) }, 'displayName'],
  ])('%j: 400, nothing changed', async (more, field) => {
    const { tenant, token } = await given();
    const before = await table.dump();
    const answer = await activateHost(activation, createIdentity(), tenant.guid, token, more);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
    expect(await table.dump()).toEqual(before);
  });

  it('more than 64 kB: 413', async () => {
    const { tenant, token } = await given();
    const before = await table.dump();
    const large = await activateHost(activation, createIdentity(), tenant.guid, token, {
      x: 'y'.repeat(70_000),
    });
    expect(large.status).toBe(413);
    expect(await table.dump()).toEqual(before);
  });
});
