import { createHash, randomUUID } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { computerFolded } from '../../../../functions/fan-out/computer-folded.ts';
import type { FanOutDeps } from '../../../../functions/fan-out/deps.ts';
import { canonicalJson } from '../../../../shared/domain/policy/canonical.ts';
import type { Inventory } from '../../../../shared/domain/recommendation/inventory.ts';
import type { InventoryReport } from '../../../../shared/schema/agent/inventory.ts';
import { changeAlert, listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { listComputerChanges } from '../../../../shared/table/entities/computer/computer-change.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { requestHosts } from '../../../../shared/table/entities/computer/host-requests.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { computerFunctionOn } from '../../../support/computers.ts';
import { policyFunctionOn } from '../../../support/policy.ts';
import { debianAdvisory, debianHost, scansOn } from '../../../support/scans.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

/** Rules 1 (Log4Shell), 2 (Shellshock) and 3 (Apache 2.4.49) of the starter set. */
const LOG4J = 'CVE-2021-44228';
const BASH = 'CVE-2014-6271';
const APACHE = 'CVE-2021-41773';
const NO_RULE = 'CVE-2023-4911';
const old = { 'apache-log4j2': '2.13.3-1', bash: '5.1-1', apache2: '2.4.49-1', glibc: '2.36-9' };
const repaired = {
  'apache-log4j2': '2.17.1-1',
  bash: '5.2.15-2',
  apache2: '2.4.62-1',
  glibc: '2.36-9+deb12u10',
};

let table: TestTable;
let scans: ReturnType<typeof scansOn>;
let computers: HttpHandler;
let policies: HttpHandler;
beforeAll(async () => {
  table = await startTable();
  scans = scansOn(table.store);
  computers = computerFunctionOn(table.store);
  policies = policyFunctionOn(table.store);
  await scans.advise([
    debianAdvisory(LOG4J, 'apache-log4j2', '2.15.0-1'),
    debianAdvisory(BASH, 'bash', '5.2-1'),
    debianAdvisory(APACHE, 'apache2', '2.4.51-1'),
    debianAdvisory(NO_RULE, 'glibc', '2.36-9+deb12u3'),
  ]);
});
afterAll(() => table.stop());

const anything = z.looseObject({ revision: z.number() });
const AUTO = { value: 'Yes' };
const AUTO_APPLY = 'intrusionPreventionSettingAutoApplyRecommendationsEnabled';

interface Body {
  readonly outcome: string;
  readonly message: string;
  readonly ID: number;
  readonly requested: number;
  readonly assignedRuleIDs: number[];
  readonly recommendedToAssignRuleIDs: number[];
  readonly recommendedToUnassignRuleIDs: number[];
  readonly recommendationScanStatus: string;
  readonly lastRecommendationScanDate?: number;
  readonly [member: string]: unknown;
}

/** A tenant with one activated computer. */
const host = async (policyID = 0) => {
  const tenant = randomUUID();
  const key = await seedKey(table.store, tenant);
  const identity = createIdentity();
  await seedComputer(table.store, tenant, 7, identity, { policyID });
  const agent = identity.as(tenant, 7);
  let asked = Date.now();
  const ask = async (): Promise<number> => {
    await requestHosts(table.store, tenant, [7], 'scan-for-recommendations', ++asked);
    return asked;
  };
  /** Asked for, unless the report says of which request it is. */
  const send = async (report: Partial<InventoryReport>) =>
    agent.send<Body>(scans.handler, {
      method: 'POST',
      path: '/agent/v1/inventory',
      headers: { 'content-encoding': 'zstd' },
      body: zstdCompressSync(
        JSON.stringify({
          ...{ started: Date.now(), finished: Date.now(), requested: report.requested ?? (await ask()) },
          ...report,
        }),
      ),
    });
  const hashOf = (inventory: Inventory): string =>
    createHash('sha256').update(canonicalJson(inventory)).digest('hex');
  const scan = async (packages: Readonly<Record<string, string>>, more: Partial<InventoryReport> = {}) => {
    const inventory = debianHost(packages) as NonNullable<InventoryReport['inventory']>;
    const answer = await send({ hash: hashOf(inventory), inventory, ...more });
    expect([answer.status, answer.body]).toEqual([200, { outcome: 'taken' }]);
  };
  const functionOf = (path: string): HttpHandler =>
    /^\/(recommendations|coverage)/.test(path)
      ? scans.handler
      : path.startsWith('/policies')
        ? policies
        : computers;
  const api = (method: string, path: string, body?: unknown) =>
    call<Body>(functionOf(path), {
      method,
      path: `/api${path}`,
      headers: { 'api-secret-key': key },
      ...(body !== undefined && { body }),
    });
  const assignments = async (of = '/computers/7') =>
    (await api('GET', `${of}/intrusionprevention/assignments`)).body;
  const events = async () => {
    const hour = hourOf(Date.now());
    const items = await table.store.queryAll(partitions.systemEvents(tenant, hour), systemEventItem);
    return items.map(({ number }) => number).sort((a, b) => a - b);
  };
  const alerts = async () =>
    Object.fromEntries((await listAlerts(table.store, tenant)).map(({ type, state }) => [type, state]));
  const autoApply = () => api('POST', `/computers/7/settings/${AUTO_APPLY}`, AUTO);
  return { tenant, api, ask, send, scan, hashOf, assignments, events, alerts, autoApply };
};

describe('a scan', () => {
  it('says what to assign, and leaves it to people', async () => {
    const { scan, assignments, api, events, alerts } = await host();
    expect(await assignments()).toEqual({
      assignedRuleIDs: [],
      assignedApplicationTypeIDs: [],
      recommendationScanStatus: 'none',
    });
    await scan(old);
    expect(await assignments()).toEqual({
      assignedRuleIDs: [],
      assignedApplicationTypeIDs: [],
      recommendationScanStatus: 'valid',
      lastRecommendationScanDate: expect.any(Number),
      recommendedToAssignRuleIDs: [1, 2, 3],
      recommendedToUnassignRuleIDs: [],
    });
    expect(await events()).toEqual([300, 3506, 3509]);
    expect(await alerts()).toEqual({
      recommendation: 'raised',
      'intrusion-prevention-rule-recommendation': 'raised',
      'application-type-recommendation': 'raised',
    });
    const { body } = await api('GET', '/recommendations/computers/7');
    expect(body).toMatchObject({ computerID: 7, ecosystem: 'Debian:12', counts: { affected: 3 } });
    expect(body.rules).toContainEqual({
      ruleID: 3,
      name: expect.stringContaining('Apache'),
      status: 'affected',
      CVE: APACHE,
      reason: 'apache2 2.4.49-1 is open to CVE-2021-41773; 2.4.51-1 repairs it (DSA-2021-41773).',
      assigned: false,
    });
  });

  it('assigns by itself where the setting says so, and takes off what is repaired', async () => {
    const { scan, assignments, events, alerts, autoApply } = await host();
    await autoApply();
    await scan(old);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [1, 2, 3], recommendedToAssignRuleIDs: [] });
    expect(await events()).toEqual(expect.arrayContaining([300, 3506, 3507]));
    expect(await alerts()).toEqual({});
    await scan({ ...old, apache2: repaired.apache2 });
    expect(await assignments()).toMatchObject({
      assignedRuleIDs: [1, 2],
      recommendedToAssignRuleIDs: [],
      recommendedToUnassignRuleIDs: [],
    });
    await scan(repaired);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [] });
  });

  it('changes nothing for a suspended tenant, and says what it found (ORD-9)', async () => {
    const { scan, assignments, autoApply, tenant } = await host();
    await autoApply();
    const change = { set: { tenantState: 'suspended' } };
    await table.store.transact([{ update: keys.tenant(tenant), change }]);
    await scan(old);
    expect(await assignments()).toMatchObject({
      assignedRuleIDs: [],
      recommendedToAssignRuleIDs: [1, 2, 3],
    });
  });

  it('of the same changes nothing', async () => {
    const { scan, assignments, autoApply, tenant } = await host();
    await autoApply();
    await scan(old);
    const before = await assignments();
    const own = async () => (await table.store.get(keys.computerOverrides(tenant, 7), anything))?.revision;
    const revision = await own();
    await scan(old);
    expect({ ...(await assignments()), lastRecommendationScanDate: 0 }).toEqual({
      ...before,
      lastRecommendationScanDate: 0,
    });
    expect(await own()).toBe(revision);
  });

  it('keeps what people chose', async () => {
    const { scan, assignments, autoApply, api } = await host();
    await autoApply();
    await api('POST', '/computers/7/intrusionprevention/assignments', { ruleIDs: [2] });
    await scan(old);
    await api('DELETE', '/computers/7/intrusionprevention/assignments/1');
    await scan(old);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2, 3], recommendedToAssignRuleIDs: [1] });
    await scan(repaired);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2], recommendedToUnassignRuleIDs: [2] });
  });

  it('does not touch what is excluded or comes from a policy', async () => {
    const { scan, api, autoApply, assignments } = await host();
    const made = await api('POST', '/policies', { name: 'Web', intrusionPrevention: { ruleIDs: [3] } });
    await api('POST', '/computers/7', { policyID: made.body.ID });
    await autoApply();
    await api('POST', '/computers/7/intrusionprevention/rules/1', { recommendationsMode: 'ignored' });
    await scan(old);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2, 3], recommendedToAssignRuleIDs: [] });
    await scan(repaired);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [3], recommendedToUnassignRuleIDs: [3] });
    expect(await assignments(`/policies/${made.body.ID}`)).toMatchObject({
      recommendationScanStatus: 'valid',
      recommendedToAssignRuleIDs: [],
      recommendedToUnassignRuleIDs: [3],
    });
    await scan(old);
    expect(await assignments(`/policies/${made.body.ID}`)).toMatchObject({
      recommendedToAssignRuleIDs: [1, 2],
      recommendedToUnassignRuleIDs: [],
    });
  });

  it('that failed is told, once it has a result that too', async () => {
    const { scan, send, assignments, events, hashOf } = await host();
    await scan(old);
    await send({ hash: hashOf(debianHost({})), failed: 'dpkg is locked' });
    expect(await assignments()).toMatchObject({
      recommendationScanStatus: 'unknown',
      recommendedToAssignRuleIDs: [1, 2, 3],
    });
    expect(await events()).toContain(781);
    await scan(old);
    expect(await assignments()).toMatchObject({ recommendationScanStatus: 'valid' });
    expect(await events()).toContain(780);
  });
});

describe('a request for a scan', () => {
  it('waits for the host, and its report answers it', async () => {
    const { api, scan, tenant, events } = await host();
    const asked = await api('POST', '/recommendations/computers/7/scan');
    expect(asked).toMatchObject({ status: 200, body: { computerID: 7 } });
    expect(await events()).toEqual([297]);
    const read = () => table.store.get(keys.host(tenant, 7), hostItem);
    expect((await read())?.requests?.['scan-for-recommendations']).toBe(asked.body.requested);
    await scan(old, { requested: asked.body.requested });
    expect((await read())?.answered?.['scan-for-recommendations']).toMatchObject({
      requested: asked.body.requested,
    });
    expect((await api('GET', '/recommendations/computers/7')).body.requested).toBe(asked.body.requested);
  });

  it('is answered once, and a scan that nobody asked for changes nothing', async () => {
    const { ask, scan, send, hashOf, assignments } = await host();
    const inventory = debianHost(old) as NonNullable<InventoryReport['inventory']>;
    const report = { hash: hashOf(inventory), inventory };
    const refused = { status: 409, body: { reason: 'not-asked' } };
    expect(await send({ ...report, requested: 1 })).toMatchObject(refused);
    const first = await ask();
    const second = await ask();
    expect(await send({ ...report, requested: first })).toMatchObject(refused);
    expect(await send({ ...report, requested: second + 1 })).toMatchObject(refused);
    expect((await assignments()).recommendationScanStatus).toBe('none');
    await scan(old, { requested: second });
    expect(await send({ ...report, requested: second })).toMatchObject(refused);
    expect((await assignments()).recommendationScanStatus).toBe('valid');
  });

  it('can be taken back until it is answered', async () => {
    const { api, send, hashOf, events, assignments } = await host();
    const path = '/recommendations/computers/7/scan';
    expect(await api('DELETE', path)).toMatchObject({ status: 409, body: { reason: 'not-waiting' } });
    const { requested } = (await api('POST', path)).body;
    expect(await api('DELETE', path)).toMatchObject({ status: 200, body: { computerID: 7, requested } });
    expect(await api('DELETE', path)).toMatchObject({ status: 409, body: { reason: 'not-waiting' } });
    const inventory = debianHost(old) as NonNullable<InventoryReport['inventory']>;
    expect((await send({ requested, hash: hashOf(inventory), inventory })).status).toBe(409);
    expect(await events()).toEqual([297, 355]);
    expect((await assignments()).recommendationScanStatus).toBe('none');
    expect((await api('DELETE', '/recommendations/computers/99/scan')).status).toBe(404);
  });

  it('of a computer without an agent is refused', async () => {
    const { api } = await host();
    const made = await api('POST', '/computers', { hostName: 'bare' });
    expect(await api('POST', `/recommendations/computers/${made.body.ID}/scan`)).toMatchObject({
      status: 409,
    });
    expect(await api('POST', '/recommendations/computers/99/scan')).toMatchObject({ status: 404 });
  });
});

describe('recommendations that are cleared', () => {
  it('are forgotten with their alerts and exposures; the next scan finds them anew', async () => {
    const { api, scan, assignments, events, alerts } = await host();
    await scan(old);
    const before = (await api('GET', '/recommendations/computers/7')).body;
    for (const _ of ['cleared', 'cleared again']) {
      expect(await api('DELETE', '/recommendations/computers/7')).toMatchObject({ status: 200 });
    }
    expect(await assignments()).toEqual({
      assignedRuleIDs: [],
      assignedApplicationTypeIDs: [],
      recommendationScanStatus: 'none',
    });
    expect((await api('GET', '/recommendations/computers/7')).body).toEqual({
      ...{ computerID: 7, recommendationScanStatus: 'none' },
      ...{ counts: {}, rules: [], exposures: [], skipped: [] },
    });
    expect((await api('GET', `/coverage/cves/${APACHE}`)).body).toMatchObject({ computers: [] });
    expect(new Set(Object.values(await alerts()))).toEqual(new Set(['cleared']));
    expect((await events()).filter((number) => number === 298)).toEqual([298]);
    await scan(old);
    const after = (await api('GET', '/recommendations/computers/7')).body;
    expect([after.rules, after.exposures]).toEqual([before.rules, before.exposures]);
    expect((await api('DELETE', '/recommendations/computers/99')).status).toBe(404);
  });

  it('leave rules and who assigned them as they are', async () => {
    const { api, scan, assignments, autoApply } = await host();
    await autoApply();
    await scan(old);
    await api('DELETE', '/computers/7/intrusionprevention/assignments/1');
    await scan(old);
    await api('DELETE', '/recommendations/computers/7');
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2, 3] });
    await scan({ ...old, apache2: repaired.apache2 });
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2], recommendedToAssignRuleIDs: [1] });
  });
});

describe('an inventory that did not change', () => {
  it('stays at home when the plane has it', async () => {
    const { scan, send, hashOf, assignments } = await host();
    const hash = hashOf(debianHost(old));
    expect((await send({ hash })).body.outcome).toBe('send-inventory');
    await scan(old);
    const first = (await assignments()).lastRecommendationScanDate ?? 0;
    expect((await send({ hash })).body.outcome).toBe('taken');
    expect((await assignments()).lastRecommendationScanDate).toBeGreaterThanOrEqual(first);
    expect((await send({ hash: hashOf(debianHost({})) })).body.outcome).toBe('send-inventory');
  });

  it.each([
    ['no hash', { hash: 'x' }],
    [
      'too many packages',
      {
        hash: 'a'.repeat(64),
        inventory: { ...debianHost({}), packages: Array(20_001).fill({ name: 'a', version: '1' }) },
      },
    ],
    [
      'a port that is none',
      {
        hash: 'a'.repeat(64),
        inventory: { ...debianHost({}), listeners: [{ protocol: 'tcp', port: 70_000, address: '' }] },
      },
    ],
  ])('%s is refused', async (_what, report) => {
    const { send } = await host();
    expect((await send(report as never)).status).toBe(400);
  });
});

describe('coverage', () => {
  it('of a CVE: who is open to it, and what covers them', async () => {
    const { scan, api } = await host();
    await scan(old);
    const of = async (CVE: string) => (await api('GET', `/coverage/cves/${CVE}`)).body;
    const open = {
      computerID: 7,
      computerName: 'host-7',
      status: 'affected',
      package: 'apache2',
      version: '2.4.49-1',
      fixedIn: '2.4.51-1',
    };
    expect(await of(APACHE)).toMatchObject({
      CVE: APACHE,
      ruleIDs: [3],
      computers: [{ ...open, cover: 'assignable' }],
    });
    await api('POST', '/computers/7', { intrusionPrevention: { state: 'prevent', ruleIDs: [3] } });
    expect(await of(APACHE)).toMatchObject({ computers: [{ cover: 'prevented' }] });
    await api('POST', '/computers/7', { intrusionPrevention: { state: 'detect' } });
    expect(await of(APACHE)).toMatchObject({ computers: [{ cover: 'detected' }] });
    expect(await of(NO_RULE)).toMatchObject({
      ruleIDs: [],
      computers: [{ package: 'glibc', cover: 'no-rule' }],
    });
    await scan({ ...old, apache2: repaired.apache2 });
    expect(await of(APACHE)).toMatchObject({ computers: [] });
    expect((await api('GET', '/coverage/cves/nonsense')).status).toBe(400);
  });

  it('of a computer ends with it, and so do its alerts', async () => {
    const { scan, api, tenant } = await host();
    const kept = async () =>
      Object.keys(await table.dump()).filter(
        (key) => key.startsWith(tenant) && /#(scans|scandetails|inventories|exposures)/.test(key),
      );
    const raised = async () =>
      (await listAlerts(table.store, tenant)).filter(({ state }) => state === 'raised').length;
    await scan(old);
    await changeAlert(table.store, tenant, 'intrusion-prevention-rule-alert', 'computer-7-rule-3', () => ({
      ...{ type: 'intrusion-prevention-rule-alert', target: 'computer-7-rule-3', state: 'raised' },
      ...{ began: 1, raised: 1, last: 1, count: 1, blocked: 0, sources: [], causes: [], subject: {} },
    }));
    expect([(await kept()).length, await raised()]).toEqual([7, 4]);
    await table.store.transact([{ update: keys.subscription(tenant), change: { set: { activated: 1 } } }]);
    expect(await api('DELETE', '/computers/7')).toMatchObject({ status: 200 });
    const [after] = await listComputerChanges(table.store, tenant);
    const change = { event: 'INSERT', kind: 'computer-change', at: 0, after: { ...after } } as const;
    const deps = { store: table.store, now: Date.now } as FanOutDeps;
    for (const _ of ['told', 'told again']) await computerFolded(deps, change);
    expect([await kept(), await raised()]).toEqual([[], 0]);
    expect(await listComputerChanges(table.store, tenant)).toEqual([]);
  });

  it('of a computer: every CVE that it is open to', async () => {
    const { scan, api } = await host();
    await scan(old);
    const { body } = await api('GET', '/coverage/computers/7');
    expect(body).toMatchObject({
      computerID: 7,
      counts: { assignable: 3, 'no-rule': 1 },
      recommendationScanStatus: 'valid',
    });
    expect(body.CVEs).toContainEqual(
      expect.objectContaining({ CVE: NO_RULE, cover: 'no-rule', ruleIDs: [] }),
    );
  });
});
