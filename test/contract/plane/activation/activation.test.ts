import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deactivate } from '../../../../functions/agent-link/deactivate.ts';
import type { LinkDeps } from '../../../../functions/agent-link/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { listComputers } from '../../../../shared/table/entities/computer/computer.ts';
import { readHost } from '../../../../shared/table/entities/computer/host.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { readSubscription } from '../../../../shared/table/entities/order/subscription.ts';
import type { PolicyItem } from '../../../../shared/table/entities/policy/policy.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { accessFunction } from '../../../support/access.ts';
import { activateHost, activationFunction, testHost, testTrust } from '../../../support/activation.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let activation: HttpHandler;
let access: HttpHandler;
let plane: ReturnType<typeof commerce>;
const trust = testTrust();
beforeAll(async () => {
  table = await startTable();
  activation = activationFunction(table.store, trust);
  access = accessFunction(table.store);
  plane = commerce(table.store);
});
afterAll(() => table.stop());

const tokenOf = async (tenant: TestTenant, body: object = {}): Promise<string> =>
  (
    await call<{ token: string }>(access, {
      method: 'POST',
      path: '/api/activationtokens',
      headers: tenant.auth,
      body,
    })
  ).body.token;
const given = async (quantity = 5, scope: object = {}) => {
  const tenant = await plane.subscribed(quantity);
  return { tenant, token: await tokenOf(tenant, scope) };
};
const activated = async (tenant: TestTenant) => (await readSubscription(table.store, tenant.guid))?.activated;
const policy = (tenant: TestTenant, ID: number, name: string): Promise<unknown> => {
  const item: PolicyItem = {
    ...keys.policy(tenant.guid, ID),
    kind: 'policy',
    tenant: tenant.guid,
    ID,
    revision: 1,
    name,
    firewallRuleIDs: [],
    ipsRuleIDs: [],
  };
  return table.store.put(item);
};

describe('an activation', () => {
  it('makes a computer that holds a seat, and tells of it', async () => {
    const { tenant, token } = await given();
    await policy(tenant, 3, 'Web Servers');
    const host = createIdentity();
    const answer = await activateHost(activation, host, tenant.guid.toUpperCase(), token.toUpperCase(), {
      displayName: 'Shop',
      policy: 'web servers',
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        computerID: 1,
        tenantID: tenant.guid,
        protocol: 1,
        firstBeat: 5.5,
        trust: [trust],
        policyID: 3,
      },
    });
    expect(await listComputers(table.store, tenant.guid)).toMatchObject([
      {
        ID: 1,
        hostGUID: answer.body.hostGUID,
        hostName: 'web-1',
        displayName: 'Shop',
        policyID: 3,
        lastIPUsed: '192.0.2.10',
        agentFingerPrint: host.thumbprint,
      },
    ]);
    expect(await readHost(table.store, tenant.guid, 1)).toMatchObject({
      key: host.x,
      head: 'p3',
      sequence: 0,
    });
    expect(await activated(tenant)).toBe(1);
    const stored = Object.values(await table.dump()) as { kind: string; tenant?: string; number?: number }[];
    const numbers = stored
      .filter((item) => item.kind === 'system-event' && item.tenant === tenant.guid)
      .map((item) => item.number);
    expect(numbers).toEqual(expect.arrayContaining([790, 250, 704]));
  });

  it('follows the event-based tasks before what it asks for, and says so', async () => {
    const { tenant, token } = await given();
    await policy(tenant, 3, 'Web Servers');
    await policy(tenant, 4, 'By task');
    const task = (ID: number, pattern: string, policyID: number) =>
      table.store.put(
        newObject(tenant.guid, 'eventbasedtasks', ID, {
          ...{ name: `task ${ID}`, type: 'agent-initiated-activation', enabled: true },
          conditions: [{ field: 'hostname', value: pattern }],
          actions: [{ type: 'assign-policy', parameterValue: policyID }],
        }),
      );
    await task(7, '.*', 99);
    const gone = await activateHost(activation, createIdentity(), tenant.guid, token, { policyID: 3 });
    expect(gone.body).toMatchObject({ policyID: 3 });
    await task(6, 'not this one', 3);
    await task(5, 'web-\\d+', 4);
    const { body } = await activateHost(activation, createIdentity(), tenant.guid, token, { policyID: 3 });
    expect(body).toMatchObject({ policyID: 4 });
    const told = await table.store.queryAll(
      partitions.systemEvents(tenant.guid, hourOf(Date.now())),
      systemEventItem,
    );
    const triggered = told.filter(({ number, targetID }) => number === 597 && targetID === 2);
    expect(triggered.map(({ description }) => description)).toEqual([
      expect.stringContaining('task 5'),
      expect.stringContaining('task 7'),
    ]);
  });

  it('with a policy name that nothing has is done, and says that nothing protects the computer', async () => {
    const { tenant, token } = await given();
    await policy(tenant, 3, 'Web Servers');
    const answer = await activateHost(activation, createIdentity(), tenant.guid, token, {
      policy: 'Wbe\u202E Servers',
    });
    expect(answer).toMatchObject({ status: 200, body: { policyID: 0 } });
    const stored = Object.values(await table.dump()) as { tenant?: string; number?: number }[];
    expect(stored.find((item) => item.tenant === tenant.guid && item.number === 704)).toMatchObject({
      description: 'From 192.0.2.10. There is no policy "Wbe Servers": it has none and is not protected.',
    });
  });

  it('repeated by the same host is the same computer, though the token is spent by then', async () => {
    const { tenant, token } = await given(1, { uses: 1 });
    const host = createIdentity();
    const first = await activateHost(activation, host, tenant.guid, token);
    const again = await activateHost(activation, host, tenant.guid, token);
    expect(again).toMatchObject({
      status: 200,
      body: { computerID: first.body.computerID, hostGUID: first.body.hostGUID },
    });
    expect(await activated(tenant)).toBe(1);
  });

  it('sent ten times at once by one host takes one seat', async () => {
    const { tenant, token } = await given();
    const host = createIdentity();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => activateHost(activation, host, tenant.guid, token)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.computerID)).size).toBe(1);
    expect(await activated(tenant)).toBe(1);
    expect(await listComputers(table.store, tenant.guid)).toHaveLength(1);
  });

  it('with a key that another machine uses is a clone (AGT-14)', async () => {
    const { tenant, token } = await given();
    const host = createIdentity();
    const first = await activateHost(activation, host, tenant.guid, token);
    const clone = await activateHost(
      activation,
      host,
      tenant.guid,
      token,
      {},
      { mch: createIdentity().machine },
    );
    expect(clone).toMatchObject({
      status: 409,
      body: { reason: 'cloned', computerID: first.body.computerID },
    });
    expect(await activated(tenant)).toBe(1);
  });

  it('after a deactivation takes a seat again, as a new computer', async () => {
    const { tenant, token } = await given(1);
    const host = createIdentity();
    const deps = { store: table.store, logger: quietLogger(), now: Date.now } as LinkDeps;
    const link = api(deps, [deactivate(deps)]);
    const first = await activateHost(activation, host, tenant.guid, token);
    const bye = await host
      .as(tenant.guid, first.body.computerID)
      .send(link, { method: 'POST', path: '/agent/v1/deactivation' });
    expect(bye.status).toBe(200);
    expect(await activated(tenant)).toBe(0);
    const second = await activateHost(activation, host, tenant.guid, token);
    expect(second).toMatchObject({ status: 200, body: { computerID: 2 } });
    expect(await activated(tenant)).toBe(1);
  });
});

describe('seats and uses are exact (ORD-8)', () => {
  it('60 hosts at once, 20 seats: 20 computers', async () => {
    const { tenant, token } = await given(20);
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => activateHost(activation, createIdentity(), tenant.guid, token)),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(40);
    for (const { status, body } of refused) {
      expect(status).toBe(409);
      expect(body).toMatchObject({ reason: 'quantity-reached', quantity: 20 });
    }
    expect(await activated(tenant)).toBe(20);
    expect(await listComputers(table.store, tenant.guid)).toHaveLength(20);
  });

  it('20 hosts at once, a token for 5: 5 computers', async () => {
    const { tenant, token } = await given(50, { uses: 5 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => activateHost(activation, createIdentity(), tenant.guid, token)),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(15);
    expect(new Set(refused.map(({ body }) => body.reason))).toEqual(new Set(['token-used-up']));
    expect(await activated(tenant)).toBe(5);
  });
});

describe('ORD-10: one order, hosts anywhere', () => {
  it('counts hosts from two places against the one quantity', async () => {
    const { tenant, token } = await given(2);
    const from = (address: string) =>
      activateHost(activation, createIdentity(), tenant.guid, token, {}, { from: address });
    expect((await from('192.0.2.1')).status).toBe(200);
    expect((await from('2001:db8::1')).status).toBe(200);
    expect(await from('203.0.113.1')).toMatchObject({ status: 409, body: { reason: 'quantity-reached' } });
  });
});

it('reads a host’s facts within their bounds', async () => {
  const { tenant, token } = await given();
  const host = {
    ...testHost(),
    addresses: Array(64).fill('2001:db8::1'),
    problems: Array(16).fill('x'.repeat(300)),
  };
  expect((await activateHost(activation, createIdentity(), tenant.guid, token, { host })).status).toBe(200);
});
