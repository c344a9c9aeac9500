import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ruleUpdateHandlers } from '../../../functions/operator/rule-updates.ts';
import { fileBlobs } from '../../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../../functions/rule-update/local/file-signer.ts';
import { runRuleUpdate } from '../../../functions/rule-update/run.ts';
import { readPath } from '../../../functions/rule-update/source/read-path.ts';
import { tenantRuleUpdateHandlers } from '../../../functions/scans/rule-updates.ts';
import { followRules } from '../../../functions/sweep/follow-rules.ts';
import { api } from '../../../shared/http/api.ts';
import { listAlerts } from '../../../shared/table/entities/alert/alert.ts';
import { readHost } from '../../../shared/table/entities/computer/host.ts';
import { readConfigurationMark } from '../../../shared/table/entities/policy/configuration-mark.ts';
import { readPublished } from '../../../shared/table/entities/rules/rule-catalogue.ts';
import type { TenantSettingsItem } from '../../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../../shared/table/keys.ts';
import { createIdentity } from '../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../support/call.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { seedComputer, seedKey, seedOperatorKey } from '../../support/tenant.ts';
import { rulesFile } from './support.ts';

const tenant = 'f0000000-0000-4000-8000-000000000000';

let table: TestTable;
let dir: string;
let clock: number;
let operatorKey: string;
let tenantKey: string;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
/** A tenant that applies versions itself, on version 1. */
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mvp-choice-'));
  clock = Date.now();
  for (const at of Object.keys(await table.dump())) {
    const [pk = '', sk = ''] = at.split(' ');
    await table.store.remove({ pk, sk });
  }
  operatorKey = await seedOperatorKey(table.store);
  tenantKey = await seedKey(table.store, tenant);
  await table.store.put({
    ...keys.systemSettings(tenant),
    kind: 'system-settings',
    tenant,
    revision: 1,
    settings: { platformSettingUpdateRulesPolicyAutoApplyEnabled: 'false' },
  } as TenantSettingsItem);
  const sources = [{ name: 'feed', from: join(dir, 'a.rules') }];
  await operator('/operator/ruleupdatesettings', { sources });
  await publish(1);
  return () => rmSync(dir, { recursive: true, force: true });
});

const deps = () => ({
  store: table.store,
  logger: quietLogger(),
  now: () => clock,
  blobs: fileBlobs(join(dir, 'blobs')),
  trustedKeys: fileSigner(join(dir, 'key.pem')).trustedKeys,
  rulePaths: true,
});
const operator = (path: string, body: unknown) =>
  call(api(deps(), ruleUpdateHandlers(deps())) as HttpHandler, {
    ...{ method: 'POST', path, body },
    headers: { 'api-secret-key': operatorKey },
  });
/** Publishes a version of so many rules; the sweep tells the tenant of it. */
const publish = async (rules: number) => {
  writeFileSync(join(dir, 'a.rules'), rulesFile(rules));
  clock += 1000;
  await operator('/operator/ruleupdates', undefined);
  await runRuleUpdate({ ...deps(), signer: fileSigner(join(dir, 'key.pem')), readSource: readPath });
  await sweep();
};
const sweep = async () => followRules(deps(), tenant, await readPublished(table.store));
const ask = async (method: string, path = '') => {
  clock += 1000;
  const answer = await call(api(deps(), tenantRuleUpdateHandlers(deps())) as HttpHandler, {
    ...{ method, path: `/api/ruleupdates${path}` },
    headers: { 'api-secret-key': tenantKey },
  });
  return answer;
};
const apply = async (version: number) => (await ask('POST', `/${version}/apply`)).status;
const rollback = async () => (await ask('POST', '/rollback')).status;
const versions = async () => {
  const { ruleUpdates } = (await ask('GET')).body as {
    ruleUpdates: { version: number; state: string; applied?: number }[];
  };
  return ruleUpdates.map(({ version, state }) => `${version} ${state}`);
};
const told = async () =>
  Object.values(await table.dump()).flatMap((item) => {
    const { kind, tenant: whose, number } = item as Record<string, unknown>;
    return kind === 'system-event' && whose === tenant ? [number] : [];
  });
const alert = async () => (await listAlerts(table.store, tenant)).map(({ state }) => state);
const asked = async () => (await readConfigurationMark(table.store, tenant))?.asked;

it('a version that waits is applied, once more, and its alert ends', async () => {
  await publish(2);
  expect(await versions()).toEqual(['2 available', '1 applied']);
  expect(await alert()).toEqual(['raised']);
  expect(await apply(2)).toBe(200);
  expect(await versions()).toEqual(['2 applied', '1 earlier']);
  expect(await alert()).toEqual(['cleared']);
  const before = await asked();
  expect(await apply(2)).toBe(200);
  expect(await asked()).not.toBe(before);
  expect(await told()).toEqual([106, 114, 116, 116]);
});

it('going back lasts until the next version, and goes one step however often it is asked for', async () => {
  expect(await rollback()).toBe(409);
  await publish(2);
  await apply(2);
  expect(await rollback()).toBe(200);
  expect(await rollback()).toBe(409);
  await sweep();
  expect(await versions()).toEqual(['2 available', '1 applied']);
  await publish(3);
  expect(await versions()).toEqual(['3 available', '2 available', '1 applied']);
  expect(await alert()).toEqual(['raised']);
});

it('a version that waits goes on waiting while the tenant goes back', async () => {
  await publish(2);
  await apply(2);
  await publish(3);
  expect(await rollback()).toBe(200);
  expect(await alert()).toEqual(['raised']);
  expect(await apply(3)).toBe(200);
  expect(await alert()).toEqual(['cleared']);
});

it('what the operator rolled back is nobody’s to apply', async () => {
  await publish(2);
  await operator('/operator/ruleupdates/1', { state: 'published' });
  await sweep();
  expect(await alert()).toEqual(['cleared']);
  expect(await versions()).toEqual(['1 applied']);
  expect(await apply(2)).toBe(404);
  expect(await apply(7)).toBe(404);
});

it('nor is what the operator keeps back', async () => {
  await publish(2);
  await apply(2);
  await operator('/operator/ruleupdates/1', { state: 'held' });
  expect(await versions()).toEqual(['2 applied']);
  expect(await apply(1)).toBe(404);
  expect(await rollback()).toBe(409);
});

it('a version whose files are gone changes nothing, and an event says so', async () => {
  await publish(2);
  rmSync(join(dir, 'blobs'), { recursive: true });
  expect(await apply(2)).toBe(500);
  expect(await versions()).toEqual(['2 available', '1 applied']);
  expect(await told()).toContain(105);
});

it('a version that nobody was told of yet is downloaded and applied', async () => {
  await publish(2);
  await table.store.remove(keys.tenantRules(tenant));
  expect(await apply(2)).toBe(200);
  expect(await told()).toEqual([106, 114, 107]);
});

it('a computer is asked to check for updates, which is told', async () => {
  expect((await ask('POST', '/computers/7/check')).status).toBe(404);
  await seedComputer(table.store, tenant, 7, createIdentity());
  expect(await ask('POST', '/computers/7/check')).toMatchObject({
    status: 200,
    body: { computerID: 7, requested: clock },
  });
  expect(await readHost(table.store, tenant, 7)).toMatchObject({
    requests: { 'check-for-security-updates': clock },
  });
  expect(await told()).toContain(273);
});
