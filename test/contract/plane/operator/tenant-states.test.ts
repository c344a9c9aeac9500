import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept } from '../../../../shared/domain/outcome.ts';
import { ERASE_AFTER } from '../../../../shared/domain/tenant/change-state.ts';
import { api, on } from '../../../../shared/http/api.ts';
import { routes } from '../../../../shared/schema/routes/index.ts';
import { mayChange } from '../../../../shared/schema/routes/route.ts';
import { accessFunction } from '../../../support/access.ts';
import { activateHost, activationFunction } from '../../../support/activation.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let plane: ReturnType<typeof commerce>;
let activation: HttpHandler;
let operator: Record<string, string>;
let now = Date.now();
beforeAll(async () => {
  table = await startTable();
  const store = table.storeAt(() => now);
  plane = commerce(store, () => now);
  activation = activationFunction(store, undefined, () => now);
  operator = await plane.operatorAuth();
});
afterAll(() => table.stop());

const act = (tenant: TestTenant, what: string, body: unknown = { reason: 'Beyond the order' }) =>
  call(plane.operator, {
    method: 'POST',
    path: `/operator/tenants/${tenant.guid}/${what}`,
    headers: operator,
    body,
  });
const remove = (tenant: TestTenant) =>
  call(plane.operator, { method: 'DELETE', path: `/operator/tenants/${tenant.guid}`, headers: operator });
const trailOf = async (tenant: TestTenant) =>
  (Object.values(await table.dump()) as { pk: string; action?: string }[]).filter(
    ({ pk, action }) => pk === `${tenant.guid}#trail` && action?.startsWith('tenant-'),
  );
const givenToken = async (tenant: TestTenant): Promise<string> => {
  const { body } = await call<{ token: string }>(
    accessFunction(
      table.storeAt(() => now),
      () => now,
    ),
    { path: '/api/activationtokens', headers: tenant.auth, body: { name: 'web' } },
  );
  return body.token;
};

describe('a restricted tenant (ORD-9)', () => {
  it('activates nothing, may order and change, and is restored whole', async () => {
    const tenant = await plane.subscribed(3);
    const token = await givenToken(tenant);
    const activate = () => activateHost(activation, createIdentity(), tenant.guid, token);
    expect((await activate()).status).toBe(200);
    expect((await act(tenant, 'restrict')).body).toMatchObject({
      tenantState: 'restricted',
      stateReason: 'Beyond the order',
      stateSince: now,
    });
    expect(await activate()).toMatchObject({
      status: 403,
      body: { reason: 'restricted', message: expect.stringContaining('Beyond the order') },
    });
    const more = await call(plane.orders, {
      path: '/api/orders',
      headers: tenant.auth,
      body: { type: 'quantity-change', quantity: 5 },
    });
    expect(more.status).toBe(200);
    expect((await act(tenant, 'lift', {})).body).toMatchObject({ tenantState: 'active' });
    expect((await activate()).status).toBe(200);
  });
});

describe('a suspended tenant (ORD-9)', () => {
  const changing = routes.filter(({ allow }) => allow.who === 'tenant' || allow.who === 'tenant-or-operator');

  it('reads everything and changes nothing, on every route there is', async () => {
    const tenant = await plane.subscribed(3);
    await act(tenant, 'suspend', { reason: 'Abuse was reported' });
    let reached = '';
    const everything = api(
      { store: table.store, logger: quietLogger(), now: () => now },
      routes.map((route) =>
        on({ ...route, params: undefined, query: undefined, body: undefined } as never, async () => {
          reached = route.id;
          return accept(undefined as never);
        }),
      ),
    );
    const before = await table.dump();
    const wrong: string[] = [];
    for (const route of changing) {
      reached = '';
      const { status, body } = await call<{ reason?: string; message?: string }>(everything, {
        method: route.method,
        path: route.path.replace(/\{\w+\}/g, '1'),
        headers: tenant.auth,
      });
      const refused = status === 403 && body?.reason === 'suspended' && body.message?.includes('Abuse');
      if (mayChange(route) ? !refused || reached : reached !== route.id)
        wrong.push(`${route.method} ${route.path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(changing.length).toBeGreaterThan(100);
    expect(await table.dump()).toEqual(before);
  });

  it('is told why when it orders or activates', async () => {
    const tenant = await plane.subscribed(3);
    const token = await givenToken(tenant);
    await act(tenant, 'suspend');
    const refused = { status: 403, body: { reason: 'suspended', message: expect.stringContaining('order') } };
    expect(await activateHost(activation, createIdentity(), tenant.guid, token)).toMatchObject(refused);
    const order = { type: 'cancellation' };
    expect(
      await call(plane.orders, { path: '/api/orders', headers: tenant.auth, body: order }),
    ).toMatchObject(refused);
  });
});

describe('what the operator does to a tenant', () => {
  it('is in the trail with who, before and after; a repeated request adds nothing', async () => {
    const tenant = await plane.tenant();
    await act(tenant, 'suspend');
    now += 1000;
    const before = await table.dump();
    expect((await act(tenant, 'suspend')).status).toBe(200);
    expect(await table.dump()).toEqual(before);
    expect((await trailOf(tenant)).at(-1)).toMatchObject({
      action: 'tenant-suspended',
      byKind: 'operator',
      by: 'Operator',
      before: { tenantState: 'active' },
      after: { tenantState: 'suspended', stateReason: 'Beyond the order' },
    });
  });

  it('needs a reason, and a tenant that exists', async () => {
    const tenant = await plane.tenant();
    expect(await act(tenant, 'suspend', {})).toMatchObject({ status: 400, body: { field: 'reason' } });
    expect(await act(tenant, 'restrict', { reason: ' ' })).toMatchObject({ status: 400 });
    expect((await act({ ...tenant, guid: crypto.randomUUID() }, 'suspend')).status).toBe(404);
  });
});

describe('a tenant’s deletion', () => {
  it('is refused while something is held or in process, with what', async () => {
    const tenant = await plane.tenant();
    await call(plane.orders, {
      path: '/api/orders',
      headers: tenant.auth,
      body: { type: 'new', menu: 'managed-virtual-patch', quantity: 1 },
    });
    expect(await remove(tenant)).toMatchObject({ status: 409, body: { reason: 'order-in-process' } });
    await plane.work(tenant.guid, 1);
    expect(await remove(tenant)).toMatchObject({
      status: 409,
      body: { reason: 'still-subscribed', message: expect.stringContaining('cancellation') },
    });
  });

  it('stops its keys at once, and can be taken back', async () => {
    const tenant = await plane.tenant();
    const usage = () => call(plane.orders, { path: '/api/usage', headers: tenant.auth });
    expect((await remove(tenant)).body).toMatchObject({
      tenantState: 'pending-deletion',
      eraseAfter: now + ERASE_AFTER,
    });
    expect(await usage()).toMatchObject({ status: 401, body: { reason: 'deleted' } });
    expect(await act(tenant, 'suspend')).toMatchObject({ status: 409, body: { reason: 'pending-deletion' } });
    expect((await act(tenant, 'lift', {})).body).toMatchObject({ tenantState: 'active' });
    expect((await usage()).status).toBe(200);
  });
});
