import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeReport } from '../../../../functions/report/make-report.ts';
import { resendJobs } from '../../../../functions/sweep/resend-jobs.ts';
import { FORGOTTEN_AFTER } from '../../../../shared/domain/report/forgotten.ts';
import {
  askForExport,
  beginStep,
  endStep,
  newExport,
  readExport,
} from '../../../../shared/table/entities/report/export.ts';
import {
  askForReport,
  beginReport,
  changeReport,
  newReport,
  readReport,
} from '../../../../shared/table/entities/report/report.ts';
import { quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const asked = Date.UTC(2026, 10, 23, 12);
const ID = `${asked}-00112233445566aa`;
const common = { created: asked, createdBy: 'test', expiresAt: asked / 1000 + 700_000 };
const reach = { allComputers: true, unrelated: true };

let table: TestTable;
let tenant: string;
let now: number;
let sent: unknown[];

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  // Its turn comes in the first of twelve sweeps.
  tenant = `000000${crypto.randomUUID().slice(6)}`;
  [now, sent] = [asked, []];
  const report = { templateID: 1, format: 'pdf', locale: 'ja-JP', timeZone: 'UTC', from: 0, to: 1 } as const;
  await store().transact([
    askForExport(newExport(tenant, ID, { eventClass: 'firewall', format: 'csv', reach, ...common })),
    askForReport(newReport(tenant, ID, { ...report, reach, ...common })),
  ]);
});

const store = () => table.storeAt(() => now);
const taken = { send: async (message: unknown) => void sent.push(message) };
const sweepAt = async (time: number): Promise<unknown[]> => {
  [now, sent] = [time, []];
  const deps = {
    store: store(),
    logger: quietLogger(),
    now: () => now,
    erase: async () => true,
    beatSeconds: 600,
  };
  await resendJobs(
    { ...deps, orders: taken, notify: taken, tasks: taken, reports: taken, exports: taken },
    tenant,
  );
  return sent;
};
const later = asked + FORGOTTEN_AFTER;
const both = (step: number) => [
  { version: 1, tenant, reportID: ID },
  { version: 1, tenant, exportID: ID, step },
];

it('asks again for what waits without anybody at work, once an hour', async () => {
  expect(await sweepAt(later - 60_000)).toEqual([]);
  expect(await sweepAt(later)).toEqual(both(0));
  expect(await sweepAt(later + 60_000)).toEqual([]);
  expect(await sweepAt(later + FORGOTTEN_AFTER)).toEqual(both(0));
});

it('leaves alone what is being worked on, and goes on where it stands', async () => {
  now = later - 60_000;
  await beginReport(store(), tenant, ID);
  const begun = await beginStep(store(), tenant, ID, 0);
  if (!begun) throw new Error('not begun');
  expect(await sweepAt(later)).toEqual([]);
  await endStep(store(), begun, { parts: [] });
  expect(await sweepAt(later + FORGOTTEN_AFTER)).toEqual(both(1));
});

it('has nothing to say of what is done or called off', async () => {
  const item = await readExport(store(), tenant, ID);
  if (!item) throw new Error('not there');
  await endStep(store(), item, { state: 'failed' });
  await changeReport(store(), { tenant, ID }, { state: 'done' });
  expect(await sweepAt(later)).toEqual([]);
});

it('comes to an end: what breaks every time is called off', async () => {
  for (let hour = 1; hour <= 6; hour++) {
    await sweepAt(asked + hour * FORGOTTEN_AFTER);
    const deps = { store: store(), now: () => now } as Parameters<typeof makeReport>[0];
    if (sent.length > 0) await makeReport(deps)({ version: 1, tenant, reportID: ID }).catch(() => undefined);
  }
  expect(await readReport(store(), tenant, ID)).toMatchObject({ state: 'failed' });
});
