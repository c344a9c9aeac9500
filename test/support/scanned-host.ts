import { createHash, randomUUID } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { expect } from 'vitest';
import { canonicalJson } from '../../shared/domain/policy/canonical.ts';
import type { Inventory } from '../../shared/domain/recommendation/inventory.ts';
import type { InventoryReport } from '../../shared/schema/agent/inventory.ts';
import { listAlerts } from '../../shared/table/entities/alert/alert.ts';
import { requestHosts } from '../../shared/table/entities/computer/host-requests.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import { hourOf, partitions } from '../../shared/table/keys.ts';
import { createIdentity } from './agent-identity.ts';
import { call, type HttpHandler } from './call.ts';
import { computerFunctionOn } from './computers.ts';
import { policyFunctionOn } from './policy.ts';
import { debianAdvisory, debianHost, scansOn } from './scans.ts';
import type { TestTable } from './table.ts';
import { seedComputer, seedKey } from './tenant.ts';

/** Rules 1 (Log4Shell), 2 (Shellshock) and 3 (Apache 2.4.49) of the starter set. */
export const LOG4J = 'CVE-2021-44228';
export const BASH = 'CVE-2014-6271';
export const APACHE = 'CVE-2021-41773';
export const NO_RULE = 'CVE-2023-4911';
export const old = { 'apache-log4j2': '2.13.3-1', bash: '5.1-1', apache2: '2.4.49-1', glibc: '2.36-9' };
export const repaired = {
  'apache-log4j2': '2.17.1-1',
  bash: '5.2.15-2',
  apache2: '2.4.62-1',
  glibc: '2.36-9+deb12u10',
};

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

interface Plane {
  readonly table: TestTable;
  readonly scans: ReturnType<typeof scansOn>;
  readonly computers: HttpHandler;
  readonly policies: HttpHandler;
}

/** Hosts that can be scanned, with these and the tests' own advisories known. */
export const scanPlane = async (table: TestTable, more: readonly unknown[] = []) => {
  const scans = scansOn(table.store);
  const { store } = table;
  const plane = { table, scans, computers: computerFunctionOn(store), policies: policyFunctionOn(store) };
  await scans.advise([
    debianAdvisory(LOG4J, 'apache-log4j2', '2.15.0-1'),
    debianAdvisory(BASH, 'bash', '5.2-1'),
    debianAdvisory(APACHE, 'apache2', '2.4.51-1'),
    debianAdvisory(NO_RULE, 'glibc', '2.36-9+deb12u3'),
    ...more,
  ]);
  return { host: () => scannedHost(plane) };
};

/** A tenant with one activated computer, number 7, on the service's routes about scans, computers and policies. */
const scannedHost = async ({ table, scans, computers, policies }: Plane) => {
  const tenant = randomUUID();
  const key = await seedKey(table.store, tenant);
  const identity = createIdentity();
  await seedComputer(table.store, tenant, 7, identity);
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
  const tell = async (told: Inventory, more: Partial<InventoryReport> = {}) => {
    const inventory = told as NonNullable<InventoryReport['inventory']>;
    const answer = await send({ hash: hashOf(inventory), inventory, ...more });
    expect([answer.status, answer.body]).toEqual([200, { outcome: 'taken' }]);
  };
  const scan = (packages: Readonly<Record<string, string>>, more: Partial<InventoryReport> = {}) =>
    tell(debianHost(packages), more);
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
  const autoApply = () => api('POST', `/computers/7/settings/${AUTO_APPLY}`, { value: 'Yes' });
  return { tenant, api, ask, send, tell, scan, hashOf, assignments, events, alerts, autoApply };
};
