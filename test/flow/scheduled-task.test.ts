import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeInventory } from '../../agent/src/inventory/take.ts';
import type { TaskRun } from '../../shared/schema/api/task/task-run.ts';
import { createFakeHost } from '../support/fake-modules.ts';
import { type PlaneProcess, startPlane } from './support/plane-process.ts';
import { type RunningAgent, startAgent } from './support/running-agent.ts';
import { eventually, tenantApi } from './support/tenant-api.ts';

const planeDir = mkdtempSync(join(tmpdir(), 'mvp-task-plane-'));
const agentDir = mkdtempSync(join(tmpdir(), 'mvp-task-agent-'));
const root = mkdtempSync(join(tmpdir(), 'mvp-task-root-'));
let plane: PlaneProcess;
let api: ReturnType<typeof tenantApi>;
let agent: RunningAgent;
let computerID: number;

const parametersOf = {
  'send-policy': 'sendPolicyTaskParameters',
  'scan-for-recommendations': 'scanForRecommendationsTaskParameters',
} as const;
const once = (type: keyof typeof parametersOf, startTime: number) => ({
  name: `${type} ${startTime}`,
  type,
  enabled: true,
  scheduleDetails: { recurrenceType: 'none', onceOnlyScheduleParameters: { startTime } },
  [parametersOf[type]]: { computerFilter: { type: 'computer', computerID } },
});
const runsOf = async (ID: number): Promise<TaskRun[]> =>
  ((await api('GET', `/scheduledtasks/${ID}/runs`)).body.runs as unknown as TaskRun[] | undefined) ?? [];
const beat = () => agent.beat();

beforeAll(async () => {
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/os-release'), 'ID=debian\nVERSION_ID="12"\n');
  mkdirSync(join(root, 'var/lib/dpkg'), { recursive: true });
  const nginx = 'Package: nginx\nStatus: install ok installed\nVersion: 1.22.1-9\n';
  writeFileSync(join(root, 'var/lib/dpkg/status'), nginx);
  plane = await startPlane(planeDir);
  api = tenantApi(plane.ready, plane.ready.apiKey);
  agent = await startAgent({
    ready: plane.ready,
    directory: agentDir,
    host: createFakeHost(),
    takeInventory: (signal) => takeInventory({ root, signal }),
  });
  computerID = agent.computerID;
  await beat();
});
afterAll(async () => {
  await agent.stop();
  await plane?.stop();
  for (const dir of [planeDir, agentDir, root]) rmSync(dir, { recursive: true, force: true });
});

/** A task that the template's own schedule fired, and that reached the agent. */
const fired = async (type: keyof typeof parametersOf): Promise<TaskRun> => {
  const startTime = Math.ceil((Date.now() + 4_000) / 1000) * 1000;
  const made = await api('POST', '/scheduledtasks', once(type, startTime));
  expect(made.body).toMatchObject({ nextRunTime: startTime });
  const ID = Number(made.body.ID);
  const issued = await eventually(
    () => runsOf(ID),
    ([run]) => run?.state === 'issued',
    40_000,
  );
  expect(issued).toMatchObject([{ setTime: startTime, startedBy: 'schedule', computersAsked: 1 }]);
  expect(issued[0]?.issueTime).toBeGreaterThanOrEqual(startTime);
  await beat();
  const [run] = await eventually(
    () => runsOf(ID),
    ([latest]) => latest?.computers?.[0]?.startTime !== undefined,
  );
  expect(run?.computers?.[0]?.computerID).toBe(computerID);
  expect(run?.computers?.[0]?.startTime).toBeGreaterThanOrEqual(run?.issueTime ?? Number.NaN);
  const task = await api('GET', `/scheduledtasks/${ID}`);
  expect(task.body).toMatchObject({ lastRunTime: run?.issueTime });
  expect(task.body).not.toHaveProperty('nextRunTime');
  return run as TaskRun;
};

it('is fired by the template’s own schedule and reaches the agent, whose answer the API shows', async () => {
  await fired('send-policy');
}, 120_000);

it('scans for recommendations: what the agent found is in the API, with when it was issued and begun', async () => {
  const path = `/recommendations/computers/${computerID}`;
  expect((await api('GET', path)).body).toMatchObject({ recommendationScanStatus: 'none' });
  const run = await fired('scan-for-recommendations');
  const { body } = await api('GET', path);
  expect(body).toMatchObject({
    recommendationScanStatus: 'valid',
    requested: run.issueTime,
    started: run.computers?.[0]?.startTime,
    rules: expect.arrayContaining([
      expect.objectContaining({ reason: expect.stringContaining('package nginx is installed') }),
    ]),
  });
  expect(Number(body.finished)).toBeGreaterThanOrEqual(Number(body.started));
}, 120_000);

it('is run now when somebody asks, also one that is disabled, and reaches the agent', async () => {
  const later = Date.now() + 3_600_000;
  const disabled = { ...once('send-policy', later), enabled: false };
  const ID = Number((await api('POST', '/scheduledtasks', disabled)).body.ID);
  expect(await runsOf(ID)).toEqual([]);
  expect((await api('POST', `/scheduledtasks/${ID}`, { runNow: true })).status).toBe(200);
  await eventually(
    () => runsOf(ID),
    ([run]) => run?.state === 'issued',
    40_000,
  );
  await beat();
  const runs = await eventually(
    () => runsOf(ID),
    ([run]) => run?.computers?.[0]?.startTime !== undefined,
  );
  expect(runs).toMatchObject([
    { computersAsked: 1, computers: [{ computerID, startTime: expect.anything() }] },
  ]);
  expect((await api('GET', `/scheduledtasks/${ID}`)).body).toMatchObject({ enabled: false });
}, 120_000);

it('is issued once when the plane was killed over its time', async () => {
  const startTime = Date.now() + 3_000;
  const ID = Number((await api('POST', '/scheduledtasks', once('send-policy', startTime))).body.ID);
  // Killed only when the schedule is on disk: before that, the sweep finds it.
  await new Promise((done) => setTimeout(done, 1_500));
  await plane.kill();
  await new Promise((done) => setTimeout(done, Math.max(0, startTime - Date.now()) + 500));
  plane = await startPlane(planeDir);
  api = tenantApi(plane.ready, plane.ready.apiKey);
  const runs = await eventually(
    () => runsOf(ID),
    ([run]) => run?.state === 'issued',
    40_000,
  );
  expect(runs).toMatchObject([{ setTime: startTime, startedBy: 'schedule', computersAsked: 1 }]);
}, 180_000);
