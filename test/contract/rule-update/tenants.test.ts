import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileAll } from '../../../functions/fan-out/compile-policy.ts';
import { ruleUpdateHandlers } from '../../../functions/operator/rule-updates.ts';
import { fileBlobs } from '../../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../../functions/rule-update/local/file-signer.ts';
import { runRuleUpdate } from '../../../functions/rule-update/run.ts';
import { readPath } from '../../../functions/rule-update/source/read-path.ts';
import { systemSettingHandlers } from '../../../functions/settings/system-settings.ts';
import { followRules } from '../../../functions/sweep/follow-rules.ts';
import { publishedCatalogue } from '../../../shared/catalogue/published.ts';
import type { HostConfig } from '../../../shared/domain/policy/host-config.ts';
import { api } from '../../../shared/http/api.ts';
import { catalogueRuleView } from '../../../shared/levels/rule-view.ts';
import { contentName } from '../../../shared/ports/blob.ts';
import { listAlerts } from '../../../shared/table/entities/alert/alert.ts';
import type { ObjectItem } from '../../../shared/table/entities/object/object.ts';
import { newSubscription, type SubscriptionItem } from '../../../shared/table/entities/order/subscription.ts';
import { readConfigurationMark } from '../../../shared/table/entities/policy/configuration-mark.ts';
import { type PolicyItem, readHead } from '../../../shared/table/entities/policy/policy.ts';
import { readPublished } from '../../../shared/table/entities/rules/rule-catalogue.ts';
import { readTenantCatalogue } from '../../../shared/table/entities/rules/tenant-catalogue.ts';
import { readTenantRules } from '../../../shared/table/entities/rules/tenant-rules.ts';
import type { TenantSettingsItem } from '../../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../../shared/table/keys.ts';
import { type CallOptions, call, type HttpHandler, quietLogger } from '../../support/call.ts';
import { testSecretBox } from '../../support/secret-box.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { seedKey, seedOperatorKey } from '../../support/tenant.ts';
import { rulesFile, ruleText } from './support.ts';

const HOUR = 3_600_000;
const ours = '00000000-0000-4000-8000-000000000000';
const other = 'f0000000-0000-4000-8000-000000000000';

let table: TestTable;
let dir: string;
let key: string;
let otherKey: string;
let clock: number;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mvp-tenants-'));
  clock = Date.now();
  for (const at of Object.keys(await table.dump())) {
    const [pk = '', sk = ''] = at.split(' ');
    await table.store.remove({ pk, sk });
  }
  key = await seedOperatorKey(table.store);
  otherKey = await seedKey(table.store, other);
});

const deps = () => ({
  store: table.store,
  logger: quietLogger(),
  now: () => clock,
  blobs: fileBlobs(join(dir, 'blobs')),
  trustedKeys: fileSigner(join(dir, 'key.pem')).trustedKeys,
  rulePaths: true,
});
const ask = (options: CallOptions) =>
  call(api(deps(), ruleUpdateHandlers(deps())) as HttpHandler, {
    ...options,
    headers: { 'api-secret-key': key },
  });
const rings = (delayHours: number) => ({ firstTenants: [ours], secondShare: 0, delayHours });
const configure = (more = {}) =>
  ask({
    method: 'POST',
    path: '/operator/ruleupdatesettings',
    body: { sources: [{ name: 'feed', from: join(dir, 'a.rules') }], ...more },
  });
const publish = async (text: string) => {
  writeFileSync(join(dir, 'a.rules'), text);
  clock += 1000;
  await ask({ method: 'POST', path: '/operator/ruleupdates' });
  await runRuleUpdate({ ...deps(), signer: fileSigner(join(dir, 'key.pem')), readSource: readPath });
};
const set = (version: number, state: string) =>
  ask({ method: 'POST', path: `/operator/ruleupdates/${version}`, body: { state } });
/** What the sweep does every five minutes, and what the tenants are on then. */
const sweep = async () => {
  const published = await readPublished(table.store);
  for (const tenant of [ours, other]) await followRules(deps(), tenant, published);
  return Promise.all(
    [ours, other].map(async (tenant) => (await readTenantRules(table.store, tenant))?.applied.version),
  );
};
const told = async (tenant: string) =>
  Object.values(await table.dump()).flatMap((item) => {
    const { kind, tenant: whose, number } = item as Record<string, unknown>;
    return kind === 'system-event' && whose === tenant ? [number] : [];
  });

/** A policy of a tenant that may inspect. */
const policy = async (ID: number, ipsRuleIDs: number[]) => {
  await table.store.put({
    ...newSubscription(other),
    menu: 'managed-virtual-patch',
    modules: ['intrusion-prevention'],
  } as SubscriptionItem);
  await table.store.put({
    ...keys.policy(other, ID),
    ...{ kind: 'policy', tenant: other, ID, revision: 1, name: `P${ID}` },
    ...{ firewallRuleIDs: [], ipsRuleIDs, ipsState: 'prevent' },
  } as PolicyItem);
};
const setOther = (path: string, value: string) =>
  call(api(deps(), systemSettingHandlers({ ...deps(), secrets: testSecretBox() })) as HttpHandler, {
    ...{ method: 'POST', path: `/api/systemsettings/${path}`, body: { value } },
    headers: { 'api-secret-key': otherKey },
  });

describe('a new version', () => {
  it('is with the operator’s own tenants first, and with everybody after the delay', async () => {
    await configure({ rings: rings(24) });
    await publish(rulesFile(1));
    clock += 24 * HOUR;
    expect(await sweep()).toEqual([1, 1]);
    await publish(rulesFile(2));
    expect(await sweep()).toEqual([2, 1]);
    clock += 23 * HOUR;
    expect(await sweep()).toEqual([2, 1]);
    clock += HOUR;
    expect(await sweep()).toEqual([2, 2]);
    expect(await told(other)).toEqual([106, 106]);
  });

  it('that is held stays where it is, goes on, is published to all, and is rolled back', async () => {
    await configure({ rings: rings(24) });
    await publish(rulesFile(1));
    await set(1, 'published');
    await publish(rulesFile(2));
    expect(await sweep()).toEqual([2, 1]);
    expect((await set(2, 'held')).status).toBe(200);
    clock += 100 * HOUR;
    expect(await sweep()).toEqual([2, 1]);
    expect((await set(2, 'published')).status).toBe(409);
    await set(2, 'imported');
    expect(await sweep()).toEqual([2, 2]);
    await publish(rulesFile(3));
    expect(await sweep()).toEqual([3, 2]);
    await set(3, 'published');
    expect(await sweep()).toEqual([3, 3]);
    await set(2, 'published');
    expect(await sweep()).toEqual([2, 2]);
  });

  it('waits for people where they apply it, except a roll-back', async () => {
    await table.store.put({
      ...keys.systemSettings(other),
      kind: 'system-settings',
      tenant: other,
      revision: 1,
      settings: { platformSettingUpdateRulesPolicyAutoApplyEnabled: 'false' },
    } as TenantSettingsItem);
    await configure();
    await publish(rulesFile(1));
    await sweep();
    await publish(rulesFile(2));
    expect(await sweep()).toEqual([2, 1]);
    expect(await sweep()).toEqual([2, 1]);
    expect(await readTenantRules(table.store, other)).toMatchObject({ available: 2 });
    expect(await told(other)).toEqual([106, 114]);
    expect(await listAlerts(table.store, other)).toMatchObject([
      { type: 'new-rule-update-available', state: 'raised' },
    ]);
  });

  it('is compiled once for a policy, and not for one whose rules are as they were', async () => {
    await policy(1, [5001]);
    await policy(2, [5002]);
    await configure();
    await publish(rulesFile(2));
    await sweep();
    const compile = async () => {
      const catalogue = publishedCatalogue({ ...deps(), askEvery: 0 });
      await compileAll({ ...deps(), catalogue }, other);
      const heads = [await readHead(table.store, other, 'p1'), await readHead(table.store, other, 'p2')];
      return heads.map((head) => head?.revision);
    };
    expect(await compile()).toEqual([1, 1]);
    const asked = (await readConfigurationMark(table.store, other))?.asked;
    await publish(`${ruleText(5001).replace('rev:1', 'rev:2')}\n${ruleText(5002)}`);
    await sweep();
    expect((await readConfigurationMark(table.store, other))?.asked).not.toBe(asked);
    expect(await compile()).toEqual([2, 1]);
  });
});

describe('a rule that comes new with a version', () => {
  /** Which of its rules a host of the other tenant would only detect with. */
  const detecting = async () => {
    const catalogue = publishedCatalogue({ ...deps(), askEvery: 0 });
    await compileAll({ ...deps(), catalogue }, other);
    const { hash = '' } = (await readHead(table.store, other, 'p1')) ?? {};
    const bytes = await deps().blobs.get(contentName(other, hash));
    const config = JSON.parse(zstdDecompressSync(bytes ?? new Uint8Array()).toString()) as HostConfig;
    return config.intrusionPrevention.rules.flatMap(({ ID, detectOnly }) => (detectOnly ? [ID] : []));
  };

  it('starts in detect, and stays so until the tenant sets it', async () => {
    await policy(1, [5001, 5002, 5003]);
    await configure();
    await publish(rulesFile(1));
    await sweep();
    expect(await detecting()).toEqual([]);
    await publish(rulesFile(3));
    await sweep();
    expect(await detecting()).toEqual([5002, 5003]);
    await publish(rulesFile(4));
    await sweep();
    const catalogue = await readTenantCatalogue(table.store, other, publishedCatalogue(deps()));
    expect([5001, 5002].map((ID) => catalogueRuleView(catalogue.rule(ID) as never).detectOnly)).toEqual([
      false,
      true,
    ]);
    await table.store.put({
      ...keys.object(other, 'intrusionpreventionrules', 5002),
      ...{ kind: 'object', tenant: other, collection: 'intrusionpreventionrules', ID: 5002, revision: 1 },
      ...{ name: '', members: { detectOnly: false } },
    } as ObjectItem);
    expect(await detecting()).toEqual([5003]);
  });

  it('acts at once where the tenant’s setting says so, and contents follow the setting', async () => {
    await policy(1, [5001, 5002]);
    await configure();
    await publish(rulesFile(1));
    await sweep();
    await publish(rulesFile(2));
    await sweep();
    const asked = async () => (await readConfigurationMark(table.store, other))?.asked;
    const before = await asked();
    expect(await setOther('platformSettingNewRulesStartInDetectEnabled', 'false')).toMatchObject({
      status: 200,
    });
    expect(await asked()).not.toBe(before);
    expect(await detecting()).toEqual([]);
  });
});
