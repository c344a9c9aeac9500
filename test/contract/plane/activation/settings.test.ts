import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readComputer } from '../../../../shared/table/entities/computer/computer.ts';
import { listObjects, newObject } from '../../../../shared/table/entities/object/object.ts';
import type { TenantSettingsItem } from '../../../../shared/table/entities/tenant/tenant-settings.ts';
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

const given = async (scope: object = {}) => {
  const tenant = await plane.subscribed(30);
  const { body } = await call<{ token: string }>(access, {
    method: 'POST',
    path: '/api/activationtokens',
    headers: tenant.auth,
    body: scope,
  });
  const join = (more: object = {}, bends: { from?: string } = {}) =>
    activateHost(activation, createIdentity(), tenant.guid, body.token, more, bends);
  return { tenant, join };
};
const group = (tenant: TestTenant, ID: number, name: string, parentGroupID?: number) =>
  table.store.put(
    newObject(tenant.guid, 'computergroups', ID, {
      name,
      description: '',
      type: 'folder',
      ...(parentGroupID && { parentGroupID }),
    }),
  );
const groups = async (tenant: TestTenant) =>
  (await listObjects(table.store, tenant.guid, 'computergroups')).map(({ ID, members }) => ({
    ...members,
    ID,
  })) as { ID: number; name: string; parentGroupID?: number }[];
const groupOf = async (tenant: TestTenant, computerID: number) =>
  (await readComputer(table.store, tenant.guid, computerID))?.groupID;
const set = (tenant: TestTenant, given: Readonly<Record<string, string>>) => {
  const item: TenantSettingsItem = {
    ...keys.systemSettings(tenant.guid),
    kind: 'system-settings',
    tenant: tenant.guid,
    revision: 1,
    settings: Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`platformSettingAgentInitiatedActivation${name}`, value]),
    ),
  };
  return table.store.put(item);
};

describe('the group of a computer that activates itself', () => {
  it('is the one asked for by id', async () => {
    const { tenant, join } = await given();
    await group(tenant, 5, 'Tokyo');
    const { status, body } = await join({ groupID: 5 });
    expect(status).toBe(200);
    expect(await groupOf(tenant, body.computerID)).toBe(5);
  });

  it('is made level by level, told of, and found again in any case', async () => {
    const { tenant, join } = await given();
    const first = await join({ group: 'Tokyo/Web' });
    const second = await join({ group: '/tokyo/web/' });
    expect([first.status, second.status]).toEqual([200, 200]);
    const made = await groups(tenant);
    expect(made).toMatchObject([
      { name: 'Tokyo', type: 'folder' },
      { name: 'Web', parentGroupID: made[0]?.ID },
    ]);
    expect(await groupOf(tenant, first.body.computerID)).toBe(made[1]?.ID);
    expect(await groupOf(tenant, second.body.computerID)).toBe(made[1]?.ID);
    const told = (
      Object.values(await table.dump()) as { kind: string; tenant?: string; number?: number }[]
    ).filter((item) => item.kind === 'system-event' && item.tenant === tenant.guid && item.number === 290);
    expect(told).toHaveLength(2);
  });

  it('is made once by hosts that ask at once', async () => {
    const { tenant, join } = await given();
    const answers = await Promise.all(Array.from({ length: 6 }, () => join({ group: 'A/B/C' })));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect((await groups(tenant)).map(({ name }) => name).sort()).toEqual(['A', 'B', 'C']);
  });

  it('takes ten new levels at once and no more, and changes nothing then', async () => {
    const { tenant, join } = await given();
    expect(await join({ group: 'a/b/c/d/e/f/g/h/i/j/k' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('group: ') },
    });
    expect(await groups(tenant)).toEqual([]);
    expect((await join({ group: 'a/b/c/d/e/f/g/h/i/j' })).status).toBe(200);
    expect(await groups(tenant)).toHaveLength(10);
  });
});

describe('system settings of a tenant', () => {
  it('give a policy to who has none, and one that is gone to nobody', async () => {
    const { tenant, join } = await given();
    await table.store.put({
      ...keys.policy(tenant.guid, 3),
      ...{ kind: 'policy', tenant: tenant.guid, ID: 3, revision: 1, name: 'Web' },
      ...{ firewallRuleIDs: [], ipsRuleIDs: [] },
    });
    await set(tenant, { PolicyId: '3' });
    expect((await join()).body).toMatchObject({ policyID: 3 });
    await set(tenant, { PolicyId: '4' });
    expect((await join()).body).toMatchObject({ policyID: 0 });
  });

  it('let in only addresses of an IP list', async () => {
    const { tenant, join } = await given();
    await table.store.put(
      newObject(tenant.guid, 'iplists', 9, { name: 'Office', description: '', items: ['192.0.2.0/28 # us'] }),
    );
    await set(tenant, { Enabled: 'For computers on the following IP list', WithinIpListId: '9' });
    expect((await join({}, { from: '192.0.2.10' })).status).toBe(200);
    expect(await join({}, { from: '192.0.2.99' })).toMatchObject({
      status: 403,
      body: { reason: 'not-listed' },
    });
  });

  it('let in only names that are there, or only those that are not', async () => {
    const { tenant, join } = await given();
    await set(tenant, { Enabled: 'For existing computers' });
    expect(await join()).toMatchObject({ status: 403, body: { reason: 'not-existing' } });
    await set(tenant, { DuplicateHostnameMode: 'Do not allow activation' });
    expect((await join()).status).toBe(200);
    expect(await join({ host: testHost('WEB-1') })).toMatchObject({
      status: 409,
      body: { reason: 'host-name-taken' },
    });
    await set(tenant, { Enabled: 'For existing computers' });
    expect((await join()).status).toBe(200);
  });

  it('shut the door, but not to a host whose answer was lost', async () => {
    const { tenant } = await given();
    const { body } = await call<{ token: string }>(access, {
      method: 'POST',
      path: '/api/activationtokens',
      headers: tenant.auth,
    });
    const host = createIdentity();
    expect((await activateHost(activation, host, tenant.guid, body.token)).status).toBe(200);
    await set(tenant, { Enabled: 'false', DuplicateHostnameMode: 'Do not allow activation' });
    expect((await activateHost(activation, host, tenant.guid, body.token)).status).toBe(200);
    expect(await activateHost(activation, createIdentity(), tenant.guid, body.token)).toMatchObject({
      status: 403,
      body: { reason: 'activation-off' },
    });
  });
});
