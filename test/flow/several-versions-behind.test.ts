import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import { createFakeHost } from '../support/fake-modules.ts';
import { type BendingRelay, startBendingRelay } from './support/bending-relay.ts';
import { type RunningAgent, startAgent } from './support/running-agent.ts';
import { eventually, tenantApi } from './support/tenant-api.ts';

const host = createFakeHost();
const [planeDir = '', agentDir = ''] = ['plane', 'agent'].map((name) =>
  mkdtempSync(join(tmpdir(), `mvp-behind-${name}-`)),
);
let plane: OpenPlane;
let relay: BendingRelay;
let agent: RunningAgent;
let api: ReturnType<typeof tenantApi>;
let policyID: number;
const own: number[] = [];
beforeAll(async () => {
  plane = await openPlane({ dataDir: planeDir, port: 0, say: () => undefined, report: console.error });
  relay = await startBendingRelay(plane.ready);
  api = tenantApi(plane.ready, plane.ready.apiKey);
  // Contents of less than 16 KiB are sent whole.
  for (let n = 0; n < 100; n++) {
    const signature = randomBytes(250).toString('hex');
    const rule = { name: `Own ${n}`, applicationTypeID: 300, template: 'signature', signature };
    own.push(Number((await api('POST', '/intrusionpreventionrules', rule)).body.ID));
  }
  const policy = { name: 'Behind', intrusionPrevention: { state: 'prevent', ruleIDs: [1, 2, 3, ...own] } };
  policyID = Number((await api('POST', '/policies', policy)).body.ID);
  agent = await startAgent({ ready: plane.ready, directory: agentDir, host, by: relay }, (ID) =>
    api('POST', `/computers/${ID}`, { policyID }),
  );
}, 120_000);
afterAll(async () => {
  await agent.stop();
  await relay.close();
  await plane.machine.stop();
  for (const dir of [planeDir, agentDir]) rmSync(dir, { recursive: true, force: true });
});

const given = (): string => {
  const last = relay.pointers.at(-1);
  return last === undefined ? '' : (decodeJwt(last) as { hash: string }).hash;
};

const inForce = () => [...new Set(host.spec?.signatures.map(({ ruleID }) => ruleID))].sort((a, b) => a - b);

it('a host that missed several contents gets to the last in one step, by a delta', async () => {
  await eventually(
    () => agent.beat(),
    () => host.spec?.behaviour === 'prevent',
  );
  const held = given();
  const whole = relay.fetched.at(-1);
  expect(whole?.bytes).toBeGreaterThan(16_384);
  relay.instead = [];
  for (const intrusionPrevention of [
    { state: 'detect' },
    { state: 'detect', ruleIDs: [1, 3, ...own] },
    { state: 'prevent', ruleIDs: [1, 3, ...own] },
  ]) {
    const before = given();
    expect((await api('POST', `/policies/${policyID}`, { intrusionPrevention })).status).toBe(200);
    await eventually(
      () => agent.beat(),
      () => given() !== before,
    );
    expect(given()).not.toBe(before);
  }
  relay.instead = undefined;
  relay.fetched.length = 0;
  await eventually(
    () => agent.beat(),
    () => !inForce().includes(2),
  );
  expect(inForce()).toEqual([1, 3, ...own]);
  expect(host.spec?.behaviour).toBe('prevent');
  expect(relay.fetched).toHaveLength(1);
  expect(relay.fetched[0]?.target).toContain(given());
  expect(relay.fetched[0]?.target).toContain(held);
  expect(relay.fetched[0]?.bytes).toBeLessThan((whole?.bytes ?? 0) / 10);
});
