import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { workExport } from '../../../../functions/export-work/work-export.ts';
import { exportSettingsHandlers } from '../../../../functions/exports/export-settings.ts';
import { warnOfExpiry } from '../../../../functions/sweep/expiring-logs.ts';
import { scheduledExports } from '../../../../functions/sweep/scheduled-exports.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import type { ExportSettings } from '../../../../shared/schema/api/report/export-settings.ts';
import { listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { endStep, listExports } from '../../../../shared/table/entities/report/export.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { firewallEvent } from '../../../support/host-events.ts';
import { storeBatch } from '../../../support/stored-batch.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const begin = Date.UTC(2026, 10, 23, 12);

let table: TestTable;
let tenant: string;
let secret: string;
let now: number;
let files: Map<string, Buffer>;
let batches: number;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  [tenant, now, files, batches] = [`000000${crypto.randomUUID().slice(6)}`, begin, new Map(), 0];
  secret = await seedKey(store(), tenant);
  await seedComputer(store(), tenant, 1, createIdentity());
  await store().put({
    ...keys.tenant(tenant),
    ...{ kind: 'tenant', ID: 1, guid: tenant, name: 'Acme', locale: 'ja-JP', timeZone: 'Asia/Tokyo' },
    ...{ emailAddress: 'owner@example.org', tenantState: 'active', created: 0 },
  });
});

const store = () => table.storeAt(() => now);
const ask = (body?: object) => {
  const deps = { store: store(), logger: quietLogger(), now: () => now, presign: async () => '' };
  return call<ExportSettings & { readonly message?: string }>(api(deps, exportSettingsHandlers(deps)), {
    ...{ path: '/api/exportsettings', headers: { 'api-secret-key': secret } },
    ...(body ? { method: 'POST', body } : { method: 'GET' }),
  });
};
const daily = {
  timeZone: 'Asia/Tokyo',
  recurrenceType: 'daily',
  dailyScheduleParameters: { startTime: Date.UTC(2026, 0, 1, 18), frequencyType: 'everyday' },
};
const switchOn = (eventClasses: readonly string[]) =>
  ask({ schedule: { enabled: true, scheduleDetails: daily, eventClasses } });
const receive = (received: number, reason: string, sealedAt = received) =>
  storeBatch(store(), tenant, 1, sealedAt, [firewallEvent({ at: sealedAt - 1000, reason })], {
    ...{ n: ++batches, received },
  });
const sweepAt = (time: number) => {
  now = time;
  return scheduledExports({ store: store(), now: () => now }, tenant);
};
/** Does the steps of all that waits. */
const work = async (): Promise<void> => {
  const deps = { store: store(), logger: quietLogger(), now: () => now, catalogue: starterCatalogue };
  const blobs = { put: async (name: string, bytes: Uint8Array) => void files.set(name, Buffer.from(bytes)) };
  for (const { ID, state, step } of (await listExports(store(), tenant, 100)).items) {
    if (state === 'waiting') await workExport({ ...deps, blobs })({ version: 1, tenant, exportID: ID, step });
  }
};
const written = (member: string): unknown[] =>
  [...files]
    .filter(([name]) => name.endsWith('.gz'))
    .flatMap(([, bytes]) => gunzipSync(bytes).toString().trimEnd().split('\n'))
    .map((line) => JSON.parse(line)[member]);

it('is off until it is switched on, and says when it runs next', async () => {
  expect((await ask()).body).toMatchObject({ schedule: { enabled: false } });
  await sweepAt(begin + 40 * DAY);
  expect((await listExports(store(), tenant, 10)).items).toEqual([]);
  now = begin;
  const on = await switchOn(['firewall']);
  expect(on.body.nextRunTime).toBe(Date.UTC(2026, 10, 23, 18));
});

it('takes home what was received since the last one: no gap and nothing twice, also of hosts that were away', async () => {
  await switchOn(['firewall']);
  await receive(begin - 20 * DAY, 'kept already');
  await receive(begin, 'ordinary');
  const first = Date.UTC(2026, 10, 23, 18);
  await sweepAt(first + MINUTE);
  await work();
  await receive(first, 'too fresh for the first');
  await receive(first + HOUR, 'from a spool', first - 5 * DAY);
  await receive(first + HOUR, 'astray', first - 20 * DAY);
  await sweepAt(first + 2 * MINUTE);
  expect(written('reason')).toEqual(['kept already', 'ordinary']);
  await sweepAt(first + DAY + MINUTE);
  await sweepAt(first + DAY + MINUTE);
  await work();
  expect(written('reason').sort()).toEqual(
    ['astray', 'from a spool', 'kept already', 'ordinary', 'too fresh for the first'].sort(),
  );
  await sweepAt(first + DAY + 6 * MINUTE);
  const shown = (await ask()).body.progress.find(({ eventClass }) => eventClass === 'firewall');
  expect(shown).toEqual({ eventClass: 'firewall', exportedUntil: first + DAY - 14 * MINUTE });
});

it('takes up again what failed', async () => {
  await switchOn(['firewall', 'system']);
  await receive(begin, 'ordinary');
  const about = { number: 100, title: 'Started', severity: 'info', actionBy: 'System' } as const;
  await store().put(systemEvent(tenant, { id: 'x', at: begin, ...about }));
  const first = Date.UTC(2026, 10, 23, 18);
  await sweepAt(first);
  for (const item of (await listExports(store(), tenant, 10)).items)
    await endStep(store(), item, { state: 'failed' });
  await sweepAt(first + 5 * MINUTE);
  expect((await ask()).body.progress.every(({ exportID }) => exportID === undefined)).toBe(true);
  await sweepAt(first + DAY);
  await work();
  expect(written('reason')).toContain('ordinary');
  expect(written('title')).toContain('Started');
});

it('leaves what was received after it was asked for to the next, and says which in the manifest', async () => {
  await switchOn(['firewall']);
  const first = Date.UTC(2026, 10, 23, 18);
  await sweepAt(first);
  await receive(first - 16 * MINUTE, 'settled');
  await receive(first - 15 * MINUTE, 'fresh');
  await work();
  expect(written('reason')).toEqual(['settled']);
  const manifest = [...files].find(([name]) => name.endsWith('manifest.json'))?.[1].toString() ?? '';
  expect(JSON.parse(manifest)).toMatchObject({
    receivedUntil: new Date(first - 15 * MINUTE).toISOString(),
    events: 1,
  });
});

it.each([
  [
    'every second week',
    { recurrenceType: 'weekly', weeklyScheduleParameters: { interval: 2, days: ['monday'] } },
  ],
  [
    'every eighth day',
    { recurrenceType: 'daily', dailyScheduleParameters: { frequencyType: 'custom', customInterval: 8 } },
  ],
  ['every month', { recurrenceType: 'monthly' }],
  ['every hour', { recurrenceType: 'hourly' }],
])('is refused %s', async (_what, scheduleDetails) => {
  const { status, body } = await ask({ schedule: { enabled: true, scheduleDetails } });
  expect(status).toBe(400);
  expect(body.message).toContain('schedule');
});

const warnAt = async (time: number): Promise<(readonly [string, string])[]> => {
  now = time;
  await warnOfExpiry({ store: store(), now: () => now }, tenant);
  return (await listAlerts(store(), tenant)).map(({ target, state }) => [target, state]);
};

it('tells of logs that expire unexported: once a week of them, until they are exported or gone', async () => {
  const about = { number: 100, title: 'Started', severity: 'info', actionBy: 'System' } as const;
  const recorded = Date.UTC(2026, 9, 30);
  await store().put(systemEvent(tenant, { id: 'x', at: recorded, ...about }));
  expect(await warnAt(begin)).toEqual([]);
  expect((await ask({ notice: { enabled: true } })).body.notice).toEqual({ enabled: true, days: 7 });
  const week = 'logs-2026-10-29';
  expect(await warnAt(Date.UTC(2026, 10, 18, 23))).toEqual([]);
  expect(await warnAt(begin)).toEqual([[week, 'raised']]);
  const [alert] = await listAlerts(store(), tenant);
  await warnAt(begin + HOUR);
  expect(await listAlerts(store(), tenant)).toEqual([alert]);
  expect(alert?.subject.reason).toContain('They are deleted from 2026-11-26 to 2026-12-02.');

  const eventClasses = ['intrusion-prevention', 'firewall', 'agent', 'system'];
  await switchOn(eventClasses);
  await sweepAt(Date.UTC(2026, 10, 23, 18));
  await work();
  expect(await warnAt(Date.UTC(2026, 10, 23, 19))).toEqual([[week, 'raised']]);
  await sweepAt(Date.UTC(2026, 10, 23, 19));
  expect(await warnAt(Date.UTC(2026, 10, 23, 20))).toEqual([[week, 'cleared']]);
});

it('ends its notice when it is switched off', async () => {
  const about = { number: 100, title: 'Started', severity: 'info', actionBy: 'System' } as const;
  await store().put(systemEvent(tenant, { id: 'x', at: Date.UTC(2026, 9, 30), ...about }));
  await ask({ notice: { enabled: true } });
  expect(await warnAt(begin)).toEqual([['logs-2026-10-29', 'raised']]);
  await ask({ notice: { enabled: false } });
  expect(await warnAt(begin + HOUR)).toEqual([['logs-2026-10-29', 'cleared']]);
});
