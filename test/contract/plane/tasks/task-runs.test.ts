import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskRunHandlers } from '../../../../functions/tasks/runs.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import type { TaskRun } from '../../../../shared/schema/api/task/task-run.ts';
import { newTaskRun } from '../../../../shared/table/entities/task/task-run.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { taskTenant } from '../../../support/tasks.ts';
import { seedKey } from '../../../support/tenant.ts';

const begins = Date.parse('2026-11-23T12:00:00Z');
const scan = 'scan-for-recommendations';
const HOSTS = 2300;

interface Answer {
  readonly runs: TaskRun[];
  readonly next?: string;
  readonly message?: string;
}

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** A tenant with its task's route. */
const tenant = async () => {
  const plane = await taskTenant(table, begins);
  const key = await seedKey(table.store, plane.tenant);
  const deps = { ...plane.deps, catalogue: starterCatalogue };
  const handler = api(deps, taskRunHandlers(deps)) as HttpHandler;
  const runs = (query: Record<string, string> = {}) =>
    call<Answer>(handler, {
      path: '/api/scheduledtasks/5/runs',
      headers: { 'api-secret-key': key },
      query,
    });
  return { plane, runs };
};

it('lists a hundred runs at a time, the latest first', async () => {
  const { plane, runs } = await tenant();
  await plane.seedTask();
  for (let n = 0; n < 230; n++) {
    const issued = begins + n * 1000;
    const run = { set: issued, by: n % 7 === 0 ? ('hand' as const) : ('schedule' as const) };
    await plane.store.put(newTaskRun(plane.tenant, 5, run, { type: scan, issued, expiresAt: issued }));
  }
  const seen: number[] = [];
  let next: string | undefined;
  const sizes: number[] = [];
  do {
    const { body } = await runs(next === undefined ? {} : { after: next });
    sizes.push(body.runs.length);
    seen.push(...body.runs.map(({ setTime }) => setTime));
    next = body.next;
  } while (next !== undefined);
  expect(sizes).toEqual([100, 100, 30]);
  expect(seen).toEqual(Array.from({ length: 230 }, (_, n) => begins + (229 - n) * 1000));
  expect((await runs({ after: 'yesterday' })).status).toBe(400);
});

it('tells of a thousand computers at a time when they began', async () => {
  const { plane, runs } = await tenant();
  await plane.seedTask();
  await plane.seedHost(1);
  const model = await plane.host(1);
  for (let ID = 2; ID <= HOSTS; ID += 25) {
    const IDs = Array.from({ length: 25 }, (_, n) => ID + n).filter((each) => each <= HOSTS);
    const asked = (each: number) => ({
      requests: { [scan]: begins },
      ...(each % 2 === 0 && { answered: { [scan]: { requested: begins, started: begins + each } } }),
    });
    await Promise.all(
      IDs.map((each) =>
        plane.store.put({ ...model, ...keys.host(plane.tenant, each), ID: each, ...asked(each) } as never),
      ),
    );
  }
  await plane.settle();
  const found: NonNullable<TaskRun['computers']> = [];
  const sizes: number[] = [];
  let after = 0;
  for (let turn = 0; turn < 9; turn++) {
    const [latest] = (await runs({ computersAfter: String(after) })).body.runs;
    sizes.push(latest?.computers?.length ?? 0);
    found.push(...(latest?.computers ?? []));
    if (latest?.moreComputersAfter === undefined) break;
    after = latest.moreComputersAfter;
  }
  expect(sizes).toEqual([1000, 1000, 300]);
  expect(found.map(({ computerID }) => computerID)).toEqual(Array.from({ length: HOSTS }, (_, n) => n + 1));
  expect(found[1]).toEqual({ computerID: 2, startTime: begins + 2 });
  expect(found[2]).toEqual({ computerID: 3 });
}, 120_000);
