import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeInventory } from '../../agent/src/inventory/take.ts';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import { createFakeHost } from '../support/fake-modules.ts';
import { debianAdvisory } from '../support/scans.ts';
import { type RunningAgent, startAgent } from './support/running-agent.ts';
import { eventually, tenantApi } from './support/tenant-api.ts';

const CVE = 'CVE-2021-41773';
const host = createFakeHost();
const folders = ['plane', 'agent', 'root', 'advisories'].map((name) =>
  mkdtempSync(join(tmpdir(), `mvp-scan-${name}-`)),
);
const [planeDir = '', agentDir = '', root = '', advisories = ''] = folders;
let plane: OpenPlane;
let api: ReturnType<typeof tenantApi>;
let agent: RunningAgent;
let computer: string;

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const installApache = (version: string): void =>
  put('var/lib/dpkg/status', `Package: apache2\nStatus: install ok installed\nVersion: ${version}\n`);
const operator = async (path: string, body: object) => {
  const reply = await fetch(new URL(`/operator/advisories${path}`, plane.ready.api), {
    method: 'POST',
    headers: {
      'api-secret-key': plane.ready.operatorKey,
      'api-version': 'v1',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(reply.status).toBe(200);
};
const beat = () => agent.beat();
const assigned = async (): Promise<unknown> =>
  (await api('GET', `${computer}/intrusionprevention/assignments`)).body.assignedRuleIDs;

beforeAll(async () => {
  put('etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
  installApache('2.4.49-1');
  writeFileSync(join(advisories, 'one.json'), JSON.stringify(debianAdvisory(CVE, 'apache2', '2.4.51-1')));
  plane = await openPlane({ dataDir: planeDir, port: 0, say: () => undefined, report: console.error });
  api = tenantApi(plane.ready, plane.ready.apiKey);
  agent = await startAgent({
    ready: plane.ready,
    directory: agentDir,
    host,
    takeInventory: (signal) => takeInventory({ root, signal }),
  });
  computer = `/computers/${agent.computerID}`;
}, 120_000);
afterAll(async () => {
  await agent.stop();
  await plane.machine.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

it('an old package: its rule is assigned and reaches the host; repaired, it is taken off', async () => {
  await operator('', { sources: [advisories] });
  await plane.machine.fireSchedule('advisoryupdate');
  await api('POST', computer, { intrusionPrevention: { state: 'prevent' } });
  const setting = 'intrusionPreventionSettingAutoApplyRecommendationsEnabled';
  await api('POST', `${computer}/settings/${setting}`, { value: 'Yes' });

  const scan = async () => {
    expect((await api('POST', `/recommendations${computer}/scan`)).status).toBe(200);
    await beat();
  };
  await scan();
  expect(await eventually(assigned, (ids) => String(ids) === '3')).toEqual([3]);
  await eventually(beat, () => host.spec !== undefined);
  expect(host.spec).toBeDefined();

  installApache('2.4.62-1');
  await scan();
  expect(await eventually(assigned, (ids) => String(ids) === '')).toEqual([]);
  const { body } = await api('GET', `/recommendations${computer}`);
  expect(body).toMatchObject({ ecosystem: 'Debian:12', recommendationScanStatus: 'valid' });
});
