import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { attackBatch, type FieldAgent, fieldAgent } from './support/field-agent.ts';
import { type PlaneProcess, startPlane } from './support/plane-process.ts';
import { eventually, tenantApi } from './support/tenant-api.ts';

const KILLS = 3;
const AGENTS = 3;
const EVENTS_A_BATCH = 5;

const dir = mkdtempSync(join(tmpdir(), 'mvp-killed-'));
let plane: PlaneProcess;
afterAll(async () => {
  await plane.kill();
  rmSync(dir, { recursive: true, force: true });
});

/** Posts batch after batch, each until the plane says it has it, as a spool does; `accepted` grows meanwhile. */
const post = async (
  agent: FieldAgent,
  firstMark: number,
  accepted: number[],
  goOn: () => boolean,
): Promise<void> => {
  for (let n = 1; goOn(); n++) {
    const marks = Array.from({ length: EVENTS_A_BATCH }, (_, i) => firstMark + n * EVENTS_A_BATCH + i);
    const batch = attackBatch(Date.now(), n, marks);
    while ((await agent.sendBatch(batch).catch(() => undefined))?.status !== 200) await sleep(30);
    accepted.push(...marks);
  }
};

/** Until every agent has had something accepted: a kill before that would prove nothing, on however slow a machine. */
const allMoved = async (accepted: readonly number[][]): Promise<void> => {
  const before = accepted.map((marks) => marks.length);
  while (accepted.some((marks, i) => marks.length === before[i])) await sleep(20);
};

it('keeps every accepted event exactly once when the plane is killed at random moments', {
  timeout: 240_000,
}, async () => {
  plane = await startPlane(dir);
  const { ready } = plane;
  const agents = Array.from({ length: AGENTS }, (_, i) => fieldAgent(ready, `host-${i}`));
  for (const agent of agents) expect((await agent.activate()).status).toBe(200);

  let posting = true;
  const accepted: number[][] = agents.map(() => []);
  const posts = agents.map((agent, i) =>
    post(agent, (i + 1) * 1_000_000, accepted[i] as number[], () => posting),
  );
  for (let kill = 0; kill < KILLS; kill++) {
    await allMoved(accepted);
    await sleep(Math.random() * 1500);
    await plane.kill();
    plane = await startPlane(dir);
    expect(plane.ready.agentUrl).toBe(ready.agentUrl);
  }
  await allMoved(accepted);
  posting = false;
  await Promise.all(posts);

  const api = tenantApi(plane.ready, plane.ready.apiKey);
  for (const [i, agent] of agents.entries()) {
    const stored: number[] = [];
    let cursor = '';
    do {
      const { status, body } = await api(
        'GET',
        `/events/intrusionprevention?limit=1000&computerID=${agent.id()}${cursor}`,
      );
      expect(status).toBe(200);
      const page = body as unknown as {
        intrusionPreventionEvents: { positionInStream: number }[];
        next?: string;
      };
      stored.push(...page.intrusionPreventionEvents.map((event) => event.positionInStream));
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
    } while (cursor);
    expect(stored.sort((a, b) => a - b)).toEqual(accepted[i]);
    expect(stored.length).toBeGreaterThan(EVENTS_A_BATCH * KILLS);
    // What followed from them through stream and queue is neither lost nor doubled.
    const alerts = await eventually(
      async () => {
        const { body } = await api('GET', '/alerts');
        const all = body.alerts as unknown as { computerID: number; count: number }[];
        return all.filter(({ computerID }) => computerID === agent.id());
      },
      ([alert]) => (alert?.count ?? 0) >= stored.length,
      60_000,
    );
    expect(alerts.map(({ count }) => count)).toEqual([stored.length]);
  }
});
