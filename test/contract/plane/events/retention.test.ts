import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostEventCounts } from '../../../../functions/events/count-events.ts';
import { hostEventHandlers } from '../../../../functions/events/host-events.ts';
import { packetDataHandlers } from '../../../../functions/events/packet-data.ts';
import { systemEventHandlers } from '../../../../functions/events/system-events.ts';
import { workExport } from '../../../../functions/export-work/work-export.ts';
import { exportHandlers } from '../../../../functions/exports/event-exports.ts';
import { reportHandlers } from '../../../../functions/exports/reports.ts';
import { makeReport } from '../../../../functions/report/make-report.ts';
import { LOG_LIFE } from '../../../../shared/domain/event/retention.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { eventRoutes } from '../../../../shared/schema/routes/events.ts';
import { putPackets } from '../../../../shared/table/entities/event/packets.ts';
import { shownSystemEvent, systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { readExport } from '../../../../shared/table/entities/report/export.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { storeBatch } from '../../../support/stored-batch.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

/** When it was received. It stands in the table for all of the test: reads are what forgets it, not the table's TTL. */
const received = Date.UTC(2026, 10, 1, 12);
const T = crypto.randomUUID();
const MARK = 'it-is-still-here';

let table: TestTable;
let now = received;
let handler: ReturnType<typeof api>;
let secret: string;
let eventID: string;
let systemEventID: string;
const files = new Map<string, Buffer>();

const dependencies = () => ({
  store: table.storeAt(() => now),
  logger: quietLogger(),
  now: () => now,
  catalogue: starterCatalogue,
  presign: async () => '',
  blobs: {
    put: async (name: string, bytes: Uint8Array) => void files.set(name, Buffer.from(bytes)),
    get: async (name: string) => files.get(name),
  },
});

beforeAll(async () => {
  table = await startTable();
  const deps = dependencies();
  handler = api(deps, [
    ...hostEventHandlers(deps),
    ...hostEventCounts(deps),
    ...packetDataHandlers(deps),
    ...systemEventHandlers(deps),
    ...exportHandlers(deps),
    ...reportHandlers(deps),
  ]);
  secret = await seedKey(deps.store, T);
  await seedComputer(deps.store, T, 1, createIdentity());
  await deps.store.put({
    ...keys.tenant(T),
    ...{ kind: 'tenant', ID: 1, guid: T, name: 'Acme', locale: 'en-US', timeZone: 'UTC' },
    ...{ emailAddress: 'owner@example.org', tenantState: 'active', created: 0 },
  });
  const at = received - 1000;
  const batchID = await storeBatch(deps.store, T, 1, received, [
    ipsEvent({ at, reason: MARK, packetData: true }),
    firewallEvent({ at, reason: MARK }),
    { kind: 'agent', at, number: 2000, severity: 'info', title: MARK },
  ]);
  eventID = `1-${batchID}`;
  const whose = { tenant: T, computerID: 1, batchID };
  await putPackets(deps.store, whose, [{ index: 0, data: Buffer.from(MARK).toString('base64') }], received);
  const about = { number: 100, title: MARK, severity: 'info', actionBy: 'System' } as const;
  const item = systemEvent(T, { id: 'x', at: received, ...about });
  systemEventID = shownSystemEvent(item).eventID;
  await deps.store.put(item);
});
afterAll(() => table.stop());

const get = async (path: string, body?: object): Promise<string> => {
  const answer = await call(handler, { path, headers: { 'api-secret-key': secret }, ...(body && { body }) });
  return JSON.stringify(answer.body);
};
/** Around its time: one call looks at a bounded stretch. */
const window = { from: received - 5000, to: received + 5000 };
const lately = {
  searchCriteria: [{ fieldName: 'at', firstDateValue: window.from, lastDateValue: window.to }],
};
const list = (path: string) => async () => {
  const query = { from: String(window.from), to: String(window.to) };
  return JSON.stringify((await call(handler, { path, query, headers: { 'api-secret-key': secret } })).body);
};
const timeFilter = { type: 'custom', ...window };
const exported = async (eventClass: string): Promise<string> => {
  files.clear();
  const { ID } = JSON.parse(await get('/api/exports', { eventClass, timeFilter }));
  for (let item = await readExport(dependencies().store, T, ID); item?.state === 'waiting'; ) {
    await workExport(dependencies())({ version: 1, tenant: T, exportID: ID, step: item.step });
    item = await readExport(dependencies().store, T, ID);
  }
  const parts = [...files].filter(([name]) => name.endsWith('.gz'));
  return parts.map(([, bytes]) => gunzipSync(bytes).toString()).join('');
};
const reported = async (reportTemplateID: number): Promise<string> => {
  files.clear();
  const { ID } = JSON.parse(await get('/api/reports', { reportTemplateID, format: 'csv', timeFilter }));
  const mailer = { send: () => Promise.reject(new Error('nothing is mailed')) };
  const secrets = { open: () => Promise.reject(new Error('nothing is sealed')) };
  await makeReport({ ...dependencies(), mailer, secrets })({ version: 1, tenant: T, reportID: ID });
  return [...files.values()].join('');
};

const events = '/api/events';
const reads: Readonly<Record<string, () => Promise<string>>> = {
  [`${events}/intrusionprevention`]: list(`${events}/intrusionprevention`),
  [`${events}/firewall`]: list(`${events}/firewall`),
  [`${events}/agent`]: list(`${events}/agent`),
  [`${events}/system`]: list(`${events}/system`),
  [`${events}/intrusionprevention/search`]: () => get(`${events}/intrusionprevention/search`, lately),
  [`${events}/firewall/search`]: () => get(`${events}/firewall/search`, lately),
  [`${events}/agent/search`]: () => get(`${events}/agent/search`, lately),
  [`${events}/system/search`]: () => get(`${events}/system/search`, lately),
  [`${events}/intrusionprevention/counts`]: () =>
    get(`${events}/intrusionprevention/counts`, { ...lately, by: ['reason'] }),
  [`${events}/firewall/counts`]: () => get(`${events}/firewall/counts`, { ...lately, by: ['reason'] }),
  [`${events}/agent/counts`]: () => get(`${events}/agent/counts`, { ...lately, by: ['title'] }),
  [`${events}/system/counts`]: () => get(`${events}/system/counts`, { ...lately, by: ['title'] }),
  [`${events}/intrusionprevention/{eventID}`]: () => get(`${events}/intrusionprevention/${eventID}-0`),
  [`${events}/intrusionprevention/{eventID}/data`]: () =>
    get(`${events}/intrusionprevention/${eventID}-0/data`),
  [`${events}/firewall/{eventID}`]: () => get(`${events}/firewall/${eventID}-1`),
  [`${events}/agent/{eventID}`]: () => get(`${events}/agent/${eventID}-2`),
  [`${events}/system/{eventID}`]: () => get(`${events}/system/${systemEventID}`),
};
const taken: Readonly<Record<string, () => Promise<string>>> = {
  'an export of intrusion prevention events': () => exported('intrusion-prevention'),
  'an export of firewall events': () => exported('firewall'),
  'an export of agent events': () => exported('agent'),
  'an export of system events': () => exported('system'),
  'the intrusion prevention report': () => reported(7),
  'the system event report': () => reported(12),
};

describe('28 days after its receipt, to the second (EVT-3)', () => {
  it('is asked of every route that reads events', () => {
    const paths = Object.values(eventRoutes).map(({ path }) => path);
    expect(Object.keys(reads).sort()).toEqual(paths.sort());
  });

  it.each(Object.entries({ ...reads, ...taken }))('%s has it before, and not after', async (_name, read) => {
    now = received + LOG_LIFE - 1000;
    expect(await read()).toContain(MARK);
    now = received + LOG_LIFE;
    expect(await read()).not.toContain(MARK);
    now = received + LOG_LIFE + 1000;
    expect(await read()).not.toContain(MARK);
  });
});
