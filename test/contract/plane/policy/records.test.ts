import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { computerFunction } from '../../../../functions/computers/handlers.ts';
import { policyFunction } from '../../../../functions/policy/handlers.ts';
import { firewallRuleHandlers } from '../../../../functions/rules/firewall-rules.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { trailItem } from '../../../../shared/table/entities/tenant/trail.ts';
import { hourOf, partitions } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const START = Date.UTC(2026, 10, 23, 12);
let table: TestTable;
let plane: HttpHandler;
let tenant: TestTenant;
let clock: number;
beforeAll(async () => {
  table = await startTable();
  const deps = {
    store: table.store,
    logger: quietLogger(),
    now: () => ++clock,
    catalogue: starterCatalogue,
  };
  plane = api(deps, [...policyFunction(deps), ...firewallRuleHandlers(deps), ...computerFunction(deps)]);
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = START;
  tenant = await commerce(table.store).tenant();
});

const send = async (method: string, path: string, body?: unknown) => {
  const answer = await call(plane, { method, path: `/api${path}`, headers: tenant.auth, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const told = async () => {
  const events = await table.store.queryAll(
    partitions.systemEvents(tenant.guid, hourOf(START)),
    systemEventItem,
  );
  return events.map(({ number, description, actionBy, targetID, targetName }) => [
    number,
    description,
    `${targetName} ${targetID} by ${actionBy}`,
  ]);
};
const trail = () => table.store.queryAll(partitions.trail(tenant.guid), trailItem);

it('tells who made, changed and deleted a policy, and what became of it', async () => {
  await send('POST', '/policies', {
    name: 'Web',
    intrusionPrevention: { state: 'prevent', ruleIDs: [1, 2] },
  });
  await send('POST', '/policies/2', { intrusionPrevention: { state: 'detect' } });
  await send('DELETE', '/policies/2/intrusionprevention/assignments/2');
  await send('DELETE', '/policies/2');
  expect(await told()).toEqual([
    [
      350,
      'name Web; intrusion prevention prevent; intrusion prevention rules added 1 2; firewall inherited.',
      'Web 2 by First key',
    ],
    [352, 'intrusion prevention prevent to detect.', 'Web 2 by First key'],
    [352, 'intrusion prevention rules removed 2.', 'Web 2 by First key'],
    [351, undefined, 'Web 2 by First key'],
  ]);
  const actions = (await trail()).map(({ action, by, detail }) => [action, by, detail]);
  expect(actions).toContainEqual([
    'policy-updated',
    'First key',
    'Web: intrusion prevention prevent to detect.',
  ]);
  expect(actions).toContainEqual(['policy-deleted', 'First key', 'Web']);
});

it('tells of nothing where nothing was changed', async () => {
  const refused = await call(plane, {
    path: '/api/policies',
    headers: tenant.auth,
    body: { name: 'Web', intrusionPrevention: { ruleIDs: [99] } },
  });
  expect(refused.status).toBe(400);
  expect(await told()).toEqual([]);
});

it('tells what a firewall rule was and is', async () => {
  const { ID } = await send('POST', '/firewallrules', { name: 'block' });
  await send('POST', `/firewallrules/${ID}`, { action: 'allow' });
  await send('DELETE', `/firewallrules/${ID}`);
  expect(await told()).toEqual([
    [410, expect.stringContaining('"action":"deny"'), `block ${ID} by First key`],
    [412, expect.stringContaining('"action":"allow"'), `block ${ID} by First key`],
    [411, expect.stringContaining('"action":"allow"'), `block ${ID} by First key`],
  ]);
});

it('tells which policy a computer got', async () => {
  await seedComputer(table.store, tenant.guid, 12, createIdentity());
  await send('POST', '/policies', { name: 'Web' });
  await send('POST', '/computers/12', { policyID: 2 });
  expect((await told()).at(-1)).toEqual([252, 'policyID none to 2', 'host-12 12 by First key']);
});

it('names the computer that still uses a policy as its people do', async () => {
  await seedComputer(table.store, tenant.guid, 12, createIdentity());
  await send('POST', '/policies', { name: 'Web' });
  await send('POST', '/computers/12', { policyID: 2, displayName: 'Front desk' });
  const refused = await call(plane, { method: 'DELETE', path: '/api/policies/2', headers: tenant.auth });
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('"Front desk"') } });
});
