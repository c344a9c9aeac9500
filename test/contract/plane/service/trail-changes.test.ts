import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { apiKeyHandlers } from '../../../../functions/access/api-keys.ts';
import { changeKeyHandlers } from '../../../../functions/access/change-key.ts';
import { roleHandlers } from '../../../../functions/access/roles.ts';
import { computerFunction } from '../../../../functions/computers/handlers.ts';
import { policyFunction } from '../../../../functions/policy/handlers.ts';
import { listHandlers } from '../../../../functions/rules/lists.ts';
import { trailHandlers } from '../../../../functions/service/trail.ts';
import { systemSettingHandlers } from '../../../../functions/settings/system-settings.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { testSecretBox } from '../../../support/secret-box.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

let table: TestTable;
let plane: HttpHandler;
let tenant: TestTenant;
let clock = Date.UTC(2026, 10, 23);
beforeAll(async () => {
  table = await startTable();
  const deps = {
    store: table.store,
    logger: quietLogger(),
    now: () => ++clock,
    catalogue: starterCatalogue,
    secrets: testSecretBox(),
  };
  plane = api(deps, [
    ...policyFunction(deps),
    ...computerFunction(deps),
    ...apiKeyHandlers(deps),
    ...changeKeyHandlers(deps),
    ...roleHandlers(deps),
    ...listHandlers(deps),
    ...systemSettingHandlers(deps),
    ...trailHandlers(deps),
  ]);
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = await commerce(table.store, () => ++clock).tenant();
});

const send = async (method: string, path: string, body?: unknown) => {
  const answer = await call(plane, { method, path: `/api${path}`, headers: tenant.auth, body });
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBe(200);
  return answer.body;
};
const told = async () => {
  const { entries } = (await send('GET', '/trail')) as unknown as {
    entries: { action: string; before?: object; after?: object }[];
  };
  return entries
    .map(({ action, before, after }) => [action, before, after])
    .slice(0, -1)
    .reverse();
};

it('tells what policies and computers were and are', async () => {
  await seedComputer(table.store, tenant.guid, 12, createIdentity());
  await table.store.transact([{ update: keys.subscription(tenant.guid), change: { set: { activated: 1 } } }]);
  await send('POST', '/policies', { name: 'Web', intrusionPrevention: { state: 'prevent', ruleIDs: [1] } });
  await send('POST', '/policies/2', { intrusionPrevention: { state: 'detect' } });
  await send('POST', '/computers/12', { policyID: 2 });
  await send('DELETE', '/computers/12');
  await send('DELETE', '/policies/2');
  const web = expect.objectContaining({ name: 'Web', ipsRuleIDs: [1] });
  expect(await told()).toEqual([
    ['policy-created', undefined, web],
    ['policy-updated', { ipsState: 'prevent' }, { ipsState: 'detect' }],
    ['computer-updated', { policyID: 0 }, { policyID: 2 }],
    ['computer-deleted', expect.objectContaining({ ID: 12, hostName: 'host-12', policyID: 2 }), undefined],
    ['policy-deleted', web, undefined],
  ]);
});

it('tells what keys, roles, lists and settings were and are, and never a secret', async () => {
  const key = await send('POST', '/apikeys', { keyName: 'CI', roleID: 2 });
  await send('POST', `/apikeys/${key.ID}`, { active: false });
  const replaced = await send('POST', `/apikeys/${key.ID}/secretkey`);
  const role = await send('POST', '/roles', { name: 'Reader' });
  await send('POST', `/roles/${role.ID}`, { name: 'Readers' });
  const list = await send('POST', '/iplists', { name: 'Office', items: ['192.0.2.1'] });
  await send('POST', `/iplists/${list.ID}`, { items: ['192.0.2.2'] });
  await send('DELETE', `/iplists/${list.ID}`);
  await send('POST', '/systemsettings/platformSettingWhoisUrl', { value: 'https://example.org/' });
  const entries = await told();
  expect(entries).toEqual([
    ['apikey-created', undefined, expect.objectContaining({ keyName: 'CI', roleID: 2, active: true })],
    ['apikey-updated', { active: true }, { active: false }],
    ['apikey-updated', {}, { renewed: expect.any(Number) }],
    ['role-created', undefined, expect.objectContaining({ name: 'Reader' })],
    ['role-updated', { name: 'Reader' }, { name: 'Readers' }],
    ['iplists-created', undefined, expect.objectContaining({ items: ['192.0.2.1'] })],
    ['iplists-updated', { items: ['192.0.2.1'] }, { items: ['192.0.2.2'] }],
    ['iplists-deleted', expect.objectContaining({ items: ['192.0.2.2'] }), undefined],
    ['system-settings-updated', {}, { platformSettingWhoisUrl: 'https://example.org/' }],
  ]);
  const text = JSON.stringify(entries);
  for (const { secretKey } of [key, replaced]) {
    const [guid, , secret] = String(secretKey).split(':');
    expect(text).not.toContain(secret);
    // Knowing it is enough to lock the key with wrong secrets.
    expect(text).not.toContain(guid?.slice(0, 24));
  }
  expect(text).not.toMatch(/secretHash|sealed/);
});
