import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExportWorkDeps } from '../../../../functions/export-work/deps.ts';
import { workExport } from '../../../../functions/export-work/work-export.ts';
import { exportHandlers } from '../../../../functions/exports/event-exports.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { exportFile } from '../../../../shared/ports/blob.ts';
import type { EventExport } from '../../../../shared/schema/api/report/export.ts';
import type { RoleItem } from '../../../../shared/table/entities/access/access.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { readExport } from '../../../../shared/table/entities/report/export.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { storeBatch } from '../../../support/stored-batch.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 34);

let table: TestTable;
let handler: ReturnType<typeof api>;
let tenant: string;
let secret: string;
let files: Map<string, Buffer>;
let clock: number;
let deps: ExportWorkDeps;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = randomUUID();
  files = new Map();
  clock = now;
  const store = table.storeAt(() => now);
  const base = { store, logger: quietLogger(), now: () => now };
  const presign = async (name: string, as: string) => `https://files.invalid/${name}?as=${as}`;
  handler = api(base, exportHandlers({ ...base, presign }));
  deps = {
    ...{ store, logger: base.logger, now: () => clock, catalogue: starterCatalogue },
    blobs: { put: async (name, bytes) => void files.set(name, Buffer.from(bytes)) },
  };
  secret = await seedKey(store, tenant);
  await standing('active');
  for (const ID of [1, 2]) {
    await seedComputer(store, tenant, ID, createIdentity());
    await store.transact([computerChanged(tenant, ID)]);
  }
  await storeBatch(store, tenant, 1, now - 2 * HOUR, [
    ipsEvent({
      ...{ at: now - 2 * HOUR - 1000, repeatCount: 5, action: 'detect-only-reset' },
      ruleID: starterCatalogue.rules[0]?.ID,
    }),
    firewallEvent({ at: now - 2 * HOUR - 2000, sourceIP: '198.51.100.44' }),
    firewallEvent({ at: now - 2 * HOUR - 1000, ruleID: 7, reason: 'No SSH', destinationPort: 2222 }),
  ]);
  await storeBatch(store, tenant, 2, now - 3 * DAY, [
    firewallEvent({ at: now - 3 * DAY - 1000, reason: '=cmd()' }),
  ]);
  // Sealed long after it happened: it lies in none of the hours of its time.
  await storeBatch(store, tenant, 2, now - HOUR, [firewallEvent({ at: now - 5 * DAY, reason: 'Astray' })]);
});

/** One of each reach, and one of a time in which the export had not been asked for. */
const recorded = async (): Promise<void> => {
  const event = { severity: 'info', actionBy: 'admin' } as const;
  const tell = (at: number, number: number, title: string, target: object = {}) =>
    deps.store.put(systemEvent(tenant, { id: `${number}`, at, number, title, ...event, ...target }));
  await tell(now - 27 * DAY, 106, 'Oldest', { description: 'kept,\n"28" days' });
  await tell(now - 3 * HOUR, 260, 'Of a computer', { targetType: 'Computer', targetID: 2 });
  await tell(now - 2 * HOUR, 350, '=Of a policy', { targetType: 'Policy', targetID: 7, targetName: 'Web' });
  await tell(now + HOUR, 100, 'Later');
};
const standing = (tenantState: string) =>
  table.store.put({
    ...keys.tenant(tenant),
    ...{ kind: 'tenant', ID: 1, guid: tenant, name: 'Acme', locale: 'ja-JP', timeZone: 'Asia/Tokyo' },
    ...{ emailAddress: 'owner@example.org', tenantState, created: 0 },
  });

const ask = (body: object, key = secret) =>
  call<EventExport & { readonly message?: string }>(handler, {
    ...{ path: '/api/exports', headers: { 'api-secret-key': key }, body },
  });
const look = (ID: string, key = secret) =>
  call<EventExport>(handler, { path: `/api/exports/${ID}`, headers: { 'api-secret-key': key } });

/** Does the steps as the table's stream would bring them. */
const work = async (exportID: string, by = deps): Promise<void> => {
  for (;;) {
    const item = await readExport(deps.store, tenant, exportID);
    if (item?.state !== 'waiting') return;
    await workExport(by)({ version: 1, tenant, exportID, step: item.step });
  }
};
const made = async (body: object, key = secret, by = deps) => {
  const { ID } = (await ask(body, key)).body;
  await work(ID, by);
  const found = (await look(ID, key)).body;
  const texts = found.parts.map(({ name }) =>
    gunzipSync(files.get(exportFile(tenant, ID, name)) ?? Buffer.alloc(0)).toString(),
  );
  return { found, texts, text: texts.join('') };
};
const rows = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row) as Record<string, unknown>);

const narrowKey = async (): Promise<string> => {
  const role: RoleItem = {
    ...keys.role(tenant, 11),
    ...{ kind: 'role', ID: 11, name: 'One', rights: ['serviceRights.eventRights.canViewEvents'] },
    reach: {
      ...{ allComputers: false, allPolicies: false, allowUserInterface: true, allowWebService: true },
      ...{ canOnlyManipulateUsersWithEqualOrLesserRights: true, computerIDs: [2] },
    },
  };
  await deps.store.put(role);
  return seedKey(deps.store, tenant, { ID: 2, roleID: 11 });
};

describe('an export of events (EVT-3)', () => {
  it('writes all that is kept, oldest hour first, each event once and as the API shows it', async () => {
    const { found, text } = await made({ eventClass: 'firewall' });
    expect(rows(text).map(({ reason, computerID }) => [reason, computerID])).toEqual([
      ['=cmd()', 2],
      ['Out Of Allowed Policy', 1],
      ['No SSH', 1],
      ['Astray', 2],
    ]);
    expect(new Set(rows(text).map(({ eventID }) => eventID)).size).toBe(4);
    expect(found).toMatchObject({ state: 'done', events: 4, eventClass: 'firewall', format: 'ndjson' });
  });

  it('can be checked: counts and hashes of the manifest are those of the files', async () => {
    const { found } = await made({ eventClass: 'firewall', timeFilter: { type: 'last-24-hours' } });
    const manifest = files.get(exportFile(tenant, found.ID, 'manifest.json')) ?? Buffer.alloc(0);
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(found.manifest?.sha256).toBe(sha256(manifest));
    const told = JSON.parse(manifest.toString());
    expect(told).toMatchObject({ events: 2, from: new Date(now - DAY).toISOString() });
    expect(told.parts).toEqual(found.parts.map(({ url: _, ...part }) => part));
    for (const { name, bytes, sha256: hash, url } of found.parts) {
      const file = files.get(exportFile(tenant, found.ID, name)) ?? Buffer.alloc(0);
      expect([file.length, sha256(file)]).toEqual([bytes, hash]);
      expect(url).toContain(exportFile(tenant, found.ID, name));
    }
  });

  it('writes the columns that users know, and nothing that a spreadsheet would run', async () => {
    const firewall = (await made({ eventClass: 'firewall', format: 'csv' })).text;
    expect(firewall.slice(0, 66)).toBe(
      '\ufeffTime,Computer,Reason,Tag(s),Action,Rank,Direction,Interface,Frame',
    );
    expect(firewall).toContain(
      `${new Date(now - 2 * HOUR - 1000).toISOString()},host-1,Firewall Rule: No SSH,,Deny,,Incoming,eth0,ip,TCP,SYN,`,
    );
    expect(firewall).toContain("'=cmd()");
    const ips = (await made({ eventClass: 'intrusion-prevention', format: 'csv' })).text;
    expect(ips).toContain(',Detect Only: Reset,');
    expect(ips).toContain('CVE-2021-44228 CVE-2021-45046');
    expect(ips).not.toContain('critical');
  });

  it('writes what the plane recorded, oldest first, and none of it twice when it stops on its way', async () => {
    await recorded();
    const slow = { ...deps, now: () => (clock += 60_000) };
    const { text, texts } = await made({ eventClass: 'system' }, secret, slow);
    expect(rows(text).map(({ title }) => title)).toEqual(['Oldest', 'Of a computer', '=Of a policy']);
    expect(rows(text)[1]).toEqual({
      ...{
        eventID: `${now - 3 * HOUR}-260`,
        at: now - 3 * HOUR,
        number: 260,
        severity: 'info',
        title: 'Of a computer',
      },
      ...{ actionBy: 'admin', targetType: 'Computer', targetID: 2 },
    });
    expect(texts.length).toBeGreaterThan(1);
    const table = (await made({ eventClass: 'system', format: 'csv' })).text;
    expect(table.split('\r\n')[0]).toBe(
      '\ufeffTime,Level,Event ID,Event,Tag(s),Target,Target Type,Target ID,Action By,Description,Event Origin',
    );
    expect(table).toContain(',info,260,Of a computer,,host-2,Computer,2,admin,,Manager\r\n');
    expect(table).toContain(`,info,350,'=Of a policy,,Web,Policy,7,admin,,Manager\r\n`);
    expect(table).toContain('"kept,\n""28"" days"');
  });

  it('tells a narrow role what the plane recorded of its own computers, and nothing that was made for others', async () => {
    await recorded();
    const key = await narrowKey();
    const whole = await made({ eventClass: 'system' });
    expect(rows((await made({ eventClass: 'system' }, key)).text).map(({ number }) => number)).toEqual([260]);
    expect((await look(whole.found.ID, key)).status).toBe(404);
  });

  it.each([
    [
      'its time',
      { timeFilter: { type: 'custom', from: now - 6 * DAY, to: now - DAY } },
      ['=cmd()', 'Astray'],
    ],
    [
      'its computer',
      { computerFilter: { type: 'computer', computerID: 1 } },
      ['Out Of Allowed Policy', 'No SSH'],
    ],
    ['its criteria', { searchCriteria: [{ fieldName: 'destinationPort', numericValue: 2222 }] }, ['No SSH']],
  ])('holds what fits %s', async (_what, more, reasons) => {
    const { text } = await made({ eventClass: 'firewall', ...more });
    expect(rows(text).map(({ reason }) => reason)).toEqual(reasons);
  });

  it('tells a role of its own computers only, and keeps what was made for others from it', async () => {
    const key = await narrowKey();
    const whole = await made({ eventClass: 'firewall' });
    const narrow = await made({ eventClass: 'firewall' }, key);
    expect(rows(narrow.text).map(({ computerID }) => computerID)).toEqual([2, 2]);
    expect((await look(whole.found.ID, key)).status).toBe(404);
    const { body } = await call<{ exports: EventExport[] }>(handler, {
      ...{ path: '/api/exports', headers: { 'api-secret-key': key } },
    });
    expect(body.exports.map(({ ID }) => ID)).toEqual([narrow.found.ID]);
  });

  it('is one whole however often it stops: a part for every stretch, no event twice', async () => {
    // Every look at the clock is a minute later, so a step ends after two pages.
    const slow = { ...deps, now: () => (clock += 60_000) };
    const { found, texts, text } = await made({ eventClass: 'firewall' }, secret, slow);
    expect(texts.length).toBeGreaterThan(1);
    expect(rows(text).map(({ reason }) => reason)).toEqual([
      '=cmd()',
      'Out Of Allowed Policy',
      'No SSH',
      'Astray',
    ]);
    expect(found.parts.reduce((sum, { events }) => sum + events, 0)).toBe(4);
  });

  it('does a step once: a message that comes again finds it done', async () => {
    const { found } = await made({ eventClass: 'firewall' });
    files.clear();
    await workExport(deps)({ version: 1, tenant, exportID: found.ID, step: 0 });
    expect(files.size).toBe(0);
  });

  it('keeps what it lists when two work on the same step', async () => {
    const { ID } = (await ask({ eventClass: 'firewall' })).body;
    const message = { version: 1, tenant, exportID: ID, step: 0 } as const;
    await Promise.all([workExport(deps)(message), workExport(deps)(message)]);
    await work(ID);
    const { parts } = (await look(ID)).body;
    expect(parts).toHaveLength(1);
    expect(files.has(exportFile(tenant, ID, parts[0]?.name ?? ''))).toBe(true);
  });

  it('is called off after four attempts at a step', async () => {
    const { ID } = (await ask({ eventClass: 'firewall' })).body;
    const put = () => Promise.reject(new Error('the bucket is away'));
    const failing = workExport({ ...deps, blobs: { put } });
    const message = { version: 1, tenant, exportID: ID, step: 0 } as const;
    for (let i = 0; i < 4; i++) await expect(failing(message)).rejects.toThrow('away');
    await failing(message);
    expect((await look(ID)).body).toMatchObject({ state: 'failed' });
  });

  it('is there for a suspended tenant too: it only reads', async () => {
    await standing('suspended');
    expect((await ask({ eventClass: 'firewall' })).status).toBe(200);
  });

  it.each([
    ['a class that is none', { eventClass: 'mail' }, 'eventClass'],
    [
      'a field that events have not',
      { eventClass: 'agent', searchCriteria: [{ fieldName: 'x', idValue: 1 }] },
      'x',
    ],
    [
      'a computer that is none',
      { eventClass: 'agent', computerFilter: { type: 'computer', computerID: 77 } },
      '77',
    ],
  ])('is refused for %s', async (_what, body, words) => {
    const refused = await ask(body);
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain(words);
  });

  it('is not asked for by the hundred', async () => {
    for (let i = 0; i < 5; i++) expect((await ask({ eventClass: 'agent' })).status).toBe(200);
    expect((await ask({ eventClass: 'agent' })).status).toBe(429);
  });
});
