import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportHandlers } from '../../../../functions/exports/reports.ts';
import type { ReportDeps } from '../../../../functions/report/deps.ts';
import { makeReport } from '../../../../functions/report/make-report.ts';
import { summarise } from '../../../../shared/domain/event/summary.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { accept } from '../../../../shared/domain/outcome.ts';
import { api } from '../../../../shared/http/api.ts';
import type { MailedFile } from '../../../../shared/ports/file-mailer.ts';
import type { Mail } from '../../../../shared/ports/mailer.ts';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import type { Report } from '../../../../shared/schema/api/report/report.ts';
import { packContent } from '../../../../shared/table/batch-content.ts';
import type { RoleItem } from '../../../../shared/table/entities/access/access.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { batch, putBatch } from '../../../../shared/table/entities/event/batch.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { askForReport, newReport, readReport } from '../../../../shared/table/entities/report/report.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { batchIDAt, firewallEvent, ipsEvent } from '../../../support/host-events.ts';
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
let mails: { readonly mail: Mail; readonly file: MailedFile | undefined }[];
let deps: ReportDeps;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = randomUUID();
  files = new Map();
  mails = [];
  const store = table.storeAt(() => now);
  const base = { store, logger: quietLogger(), now: () => now };
  handler = api(
    base,
    reportHandlers({ ...base, presign: async (name, as) => `https://files.invalid/${name}?as=${as}` }),
  );
  deps = {
    ...base,
    blobs: {
      put: async (name, bytes) => void files.set(name, Buffer.from(bytes)),
      get: async (name) => files.get(name),
    },
    catalogue: starterCatalogue,
    mailer: {
      send: async (mail, file) => {
        mails.push({ mail, file });
        return accept(undefined);
      },
    },
    secrets: { open: async (_tenant, sealed) => sealed.replace('sealed ', '') },
  };
  secret = await seedKey(store, tenant);
  await store.put({
    ...keys.tenant(tenant),
    ...{ kind: 'tenant', ID: 1, guid: tenant, name: 'Acme', locale: 'ja-JP', timeZone: 'Asia/Tokyo' },
    ...{ emailAddress: 'owner@example.org', tenantState: 'active', created: 0 },
  });
  for (const ID of [1, 2]) {
    await seedComputer(store, tenant, ID, createIdentity(), { host: { modules: 'on/prevent' } });
    await store.transact([computerChanged(tenant, ID)]);
  }
  await events(1, now - 2 * HOUR, [
    ipsEvent({ at: now - 2 * HOUR - 1000, repeatCount: 5 }),
    firewallEvent({ at: now - 2 * HOUR - 2000, sourceIP: '198.51.100.44' }),
  ]);
  await events(2, now - 3 * DAY, [ipsEvent({ at: now - 3 * DAY - 1000, reason: '=cmd()', action: 'log' })]);
});

const events = async (computerID: number, sealedAt: number, list: readonly HostEvent[]): Promise<void> => {
  const batchID = batchIDAt(sealedAt);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events: list })));
  if (!packed) throw new Error('does not fit');
  const item = batch({
    ...{ tenant, computerID, batchID, received: sealedAt, nonce: 'n' },
    summary: summarise(list),
    ...packed,
  });
  await putBatch(deps.store, item);
};

const ask = async (body: object, key = secret) => {
  const headers = { 'api-secret-key': key };
  return call<Report & { readonly message?: string }>(handler, { path: '/api/reports', headers, body });
};
const look = async (ID: string, key = secret) =>
  call<Report>(handler, { path: `/api/reports/${ID}`, headers: { 'api-secret-key': key } });
const made = async (
  body: object,
  key = secret,
): Promise<{ readonly report: Report; readonly text: string }> => {
  const { body: asked } = await ask(body, key);
  await makeReport(deps)({ version: 1, tenant, reportID: asked.ID });
  const { body: report } = await look(asked.ID, key);
  return {
    report,
    text: files.get(`files/${tenant}/reports/${asked.ID}.${report.format}`)?.toString() ?? '',
  };
};

/** A key of a role that reaches one computer alone. */
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

describe('a report on demand (OPS-4)', () => {
  it('is asked for, waits, is made, and can be fetched', async () => {
    const { status, body } = await ask({ reportTemplateID: 2 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'waiting',
      format: 'pdf',
      from: now - DAY,
      to: now,
      createdBy: 'key 1',
    });
    await makeReport(deps)({ version: 1, tenant, reportID: body.ID });
    const report = (await look(body.ID)).body;
    const file = files.get(`files/${tenant}/reports/${body.ID}.pdf`);
    expect(report).toMatchObject({ state: 'done', bytes: file?.length });
    expect(report.url).toContain(`files/${tenant}/reports/${body.ID}.pdf`);
    expect(file?.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it.each([
    [1, 'pdf'],
    [3, 'pdf'],
    [4, 'pdf'],
    [5, 'pdf'],
    [7, 'pdf'],
    [8, 'pdf'],
    [9, 'pdf'],
    [10, 'csv'],
    [12, 'pdf'],
  ])('is made of template %i as %s', async (reportTemplateID, format) => {
    const { report, text } = await made({ reportTemplateID, format });
    expect(report).toMatchObject({ state: 'done', format });
    expect(text.length).toBeGreaterThan(100);
  });

  it('counts what lies in its time, every repetition', async () => {
    const day = (await made({ reportTemplateID: 7, format: 'csv', locale: 'en-US' })).text;
    expect(day).toContain('Apache Log4j Remote Code Execution Vulnerability,Critical,5,5');
    expect(day).not.toContain('cmd()');
    const week = { reportTemplateID: 7, format: 'csv', timeFilter: { type: 'last-7-days' } };
    // A rule's name that a spreadsheet would run is text there.
    expect((await made(week)).text).toContain("'=cmd()");
  });

  it('says which computers had which module, in a table for programs', async () => {
    const { text } = await made({ reportTemplateID: 10, format: 'csv', locale: 'en-US' });
    const [head, ...rows] = text.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(head).toBe(
      'ID,Computer,Group,Policy,Platform,Activated,Firewall,Firewall (Hours),Intrusion prevention,Intrusion prevention (Hours)',
    );
    expect(rows).toEqual([
      '1,host-1,,,Debian GNU/Linux 12,1970-01-01T00:00:00.001Z,On,24,Prevent,24',
      '2,host-2,,,Debian GNU/Linux 12,1970-01-01T00:00:00.001Z,On,24,Prevent,24',
    ]);
  });

  it('tells a role of its own computers only, and keeps what was made for others from it', async () => {
    const key = await narrowKey();
    const week = { reportTemplateID: 7, format: 'csv', timeFilter: { type: 'last-7-days' } };
    const whole = await made(week);
    const narrow = await made(week, key);
    expect(whole.text).toContain('Log4j');
    expect(narrow.text).not.toContain('Log4j');
    expect(narrow.text).toContain('cmd()');
    expect((await look(whole.report.ID, key)).status).toBe(404);
    expect((await look(narrow.report.ID)).status).toBe(200);
    const headers = { 'api-secret-key': key };
    const { body } = await call<{ reports: Report[] }>(handler, { path: '/api/reports', headers });
    expect(body.reports.map(({ ID }) => ID)).toEqual([narrow.report.ID]);
  });

  it.each([
    ['a template that is none', { reportTemplateID: 99 }, 'reportTemplateID'],
    ['a report that is not made here', { reportTemplateID: 13 }, 'User and Contact'],
    ['a format that it has not', { reportTemplateID: 10 }, 'format'],
    [
      'a time that ends before it begins',
      { reportTemplateID: 1, timeFilter: { type: 'custom', from: 2, to: 1 } },
      'timeFilter',
    ],
    [
      'a computer that is none',
      { reportTemplateID: 3, computerFilter: { type: 'computer', computerID: 77 } },
      'computer 77',
    ],
  ])('is refused for %s', async (_what, body, words) => {
    const refused = await ask(body);
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain(words);
  });

  it('is made once: a second message changes nothing', async () => {
    const { report } = await made({ reportTemplateID: 3 });
    files.clear();
    await makeReport(deps)({ version: 1, tenant, reportID: report.ID });
    expect(files.size).toBe(0);
  });

  it('is called off after four attempts', async () => {
    const { body } = await ask({ reportTemplateID: 3 });
    const put = () => Promise.reject(new Error('the bucket is away'));
    const failing = makeReport({ ...deps, blobs: { ...deps.blobs, put } });
    for (let i = 0; i < 4; i++) {
      await expect(failing({ version: 1, tenant, reportID: body.ID })).rejects.toThrow('away');
    }
    await failing({ version: 1, tenant, reportID: body.ID });
    expect((await look(body.ID)).body).toMatchObject({ state: 'failed' });
  });

  it('is not asked for by the hundred', async () => {
    for (let i = 0; i < 20; i++) expect((await ask({ reportTemplateID: 3 })).status).toBe(200);
    expect((await ask({ reportTemplateID: 3 })).status).toBe(429);
  });
});

describe('a report of a scheduled task', () => {
  const ID = `${now}-t5-r1`;
  const seed = async (): Promise<void> => {
    const people = [
      [1, { username: 'a', emailAddress: 'a@example.org', locale: 'en-US', roleID: 1 }],
      [
        2,
        {
          ...{ username: 'b', emailAddress: 'b@example.org', locale: 'ja-JP', roleID: 1 },
          ...{ reportPDFPasswordEnabled: true, sealedReportPassword: 'sealed sesame' },
        },
      ],
    ] as const;
    for (const [person, members] of people)
      await deps.store.put(newObject(tenant, 'administrators', person, members));
    const item = newReport(tenant, ID, {
      ...{ templateID: 2, format: 'pdf', locale: 'ja-JP', timeZone: 'Asia/Tokyo', from: now - DAY, to: now },
      reach: { allComputers: true, unrelated: true },
      ...{ created: now, createdBy: 'System', expiresAt: now / 1000 + 1000 },
      task: {
        ...{ taskID: 5, name: 'Daily' },
        readers: [1, 2, 3].map((person) => ({ collection: 'administrators', ID: person })),
      },
    });
    await deps.store.transact([askForReport(item)]);
  };

  it('is mailed to each reader, in their language and with their password', async () => {
    await seed();
    await makeReport(deps)({ version: 1, tenant, reportID: ID });
    expect(mails.map(({ mail }) => [mail.to, mail.subject])).toEqual([
      ['a@example.org', '[Managed Virtual Patch] Attack Report'],
      ['b@example.org', '[Managed Virtual Patch] 攻撃レポート'],
    ]);
    const [open, locked] = mails.map(({ file }) => Buffer.from(file?.bytes ?? []).toString('latin1'));
    expect(open).not.toContain('/Encrypt');
    expect(locked).toContain('/Encrypt');
    expect(await readReport(deps.store, tenant, ID)).toMatchObject({ state: 'done', sent: 3 });
  });

  it('goes on after the reader at whom it stopped', async () => {
    await seed();
    let calls = 0;
    const mailer: ReportDeps['mailer'] = {
      send: async (mail, file) => {
        if (++calls === 2) throw new Error('the mail service is away');
        return deps.mailer.send(mail, file);
      },
    };
    const making = makeReport({ ...deps, mailer });
    await expect(making({ version: 1, tenant, reportID: ID })).rejects.toThrow('away');
    await making({ version: 1, tenant, reportID: ID });
    expect(mails.map(({ mail }) => mail.to)).toEqual(['a@example.org', 'b@example.org']);
  });
});
