import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { notifyAlert } from '../../../../functions/notify/notify-alert.ts';
import { notifySummary } from '../../../../functions/notify/notify-summary.ts';
import { accept, refuse } from '../../../../shared/domain/outcome.ts';
import type { Mail, Mailer } from '../../../../shared/ports/mailer.ts';
import { consumeQueue } from '../../../../shared/queue/consume.ts';
import { type AlertNotice, alertNotice } from '../../../../shared/schema/bus/alert-notice.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import type { TenantItem } from '../../../../shared/table/entities/tenant/tenant.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { context, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const now = Date.UTC(2026, 10, 23, 12);

let table: TestTable;
let tenant: string;
let sent: Mail[];
let send: Mailer['send'];
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = await newTenant('ja-JP');
  sent = [];
  send = async (mail) => {
    sent.push(mail);
    return accept(undefined);
  };
});

const newTenant = async (locale: TenantItem['locale']): Promise<string> => {
  const guid = crypto.randomUUID();
  const item: TenantItem = {
    ...keys.tenant(guid),
    kind: 'tenant',
    ID: 1,
    guid,
    name: 'Example',
    locale,
    timeZone: 'Asia/Tokyo',
    emailAddress: `admin@${guid}.example`,
    tenantState: 'active',
    created: 0,
  };
  await table.store.put(item);
  return guid;
};

const notice = (more: Partial<AlertNotice> = {}): AlertNotice => ({
  version: 1,
  tenant,
  type: 'intrusion-prevention-rule-alert',
  target: 'computer-12-rule-3',
  began: now - 1000,
  raised: now - 2000,
  last: now - 2000,
  count: 1,
  blocked: 1,
  computerID: 12,
  computerName: 'web-1',
  ruleID: 3,
  ruleName: 'Log4Shell',
  CVE: ['CVE-2021-44228'],
  sources: ['203.0.113.1'],
  ...more,
});

const consume = (...messages: unknown[]) => {
  const deps = {
    store: table.storeAt(() => now),
    logger: quietLogger(),
    now: () => now,
    mailer: { send: (mail: Mail) => send(mail) },
  };
  const Records = messages.map((message, i) => ({ messageId: `m${i}`, body: JSON.stringify(message) }));
  return consumeQueue(deps.logger, alertNotice, notifyAlert(deps))({ Records } as never, context());
};
const none = { batchItemFailures: [] };
const systemEvents = () =>
  table.store.queryAll(partitions.systemEvents(tenant, hourOf(now)), systemEventItem);

it('mails a raised alert to the tenant in its language, and writes it down', async () => {
  expect(await consume(notice())).toEqual(none);
  expect(sent).toMatchObject([
    {
      to: `admin@${tenant}.example`,
      subject: '[Managed Virtual Patch] web-1: 攻撃を遮断しました - Log4Shell (CVE-2021-44228)',
    },
  ]);
  expect(await systemEvents()).toMatchObject([{ number: 197, severity: 'info', targetName: 'web-1' }]);
});

it('mails one raising once, and the next one again', async () => {
  await consume(notice(), notice());
  await consume(notice());
  expect(sent).toHaveLength(1);
  await consume(notice({ began: now }));
  expect(sent).toHaveLength(2);
});

it('has the message again while the mail service is away, and mails then', async () => {
  const working = send;
  send = () => Promise.reject(new Error('throttled'));
  const other = notice({ tenant: await newTenant('en-US') });
  expect(await consume(notice())).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  expect(await systemEvents()).toEqual([]);
  send = working;
  expect(await consume(notice(), other)).toEqual(none);
  expect(sent.map((mail) => mail.subject.includes('Attack blocked'))).toEqual([false, true]);
});

it('takes a refused address for told, says so, and lets nobody else wait', async () => {
  const other = notice({ tenant: await newTenant('en-US') });
  send = async (mail) => {
    if (mail.to.includes(tenant)) return refuse('invalid', 'refused');
    sent.push(mail);
    return accept(undefined);
  };
  expect(await consume(notice(), other)).toEqual(none);
  expect(sent).toHaveLength(1);
  expect(await systemEvents()).toMatchObject([{ number: 198, severity: 'warning' }]);
  await consume(notice());
  expect(await systemEvents()).toHaveLength(1);
});

it('drops a notice of a tenant that is no more', async () => {
  const before = await table.dump();
  expect(await consume(notice({ tenant: crypto.randomUUID() }))).toEqual(none);
  expect(sent).toEqual([]);
  expect(await table.dump()).toEqual(before);
});

it('leaves a message that it does not understand to the dead letter queue', async () => {
  const messages = [{ ...notice(), version: 2 }, {}, { ...notice(), tenant: 'x' }, notice()];
  expect(await consume(...messages)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
  });
  expect(sent).toHaveLength(1);
});

it('mails a summary of alerts once per run, to the readers it names, else to the tenant', async () => {
  const deps = {
    store: table.store,
    logger: quietLogger(),
    now: () => now,
    mailer: { send: (mail: Mail) => send(mail) },
  };
  const summary = {
    ...({ version: 1, what: 'alert-summary' } as const),
    ...{
      tenant,
      taskID: 5,
      taskName: 'Summary',
      set: now - 60_000,
      at: now,
      counts: [],
      to: ['a@b.example', 'c@d.example'],
    },
  };
  await notifySummary(deps)(summary);
  await notifySummary(deps)(summary);
  expect(sent.map(({ to }) => to)).toEqual(['a@b.example', 'c@d.example']);
  send = async () => refuse('invalid', 'no such address');
  await notifySummary(deps)({ ...summary, set: now, to: [] });
  const events = await table.store.queryAll(partitions.systemEvents(tenant, hourOf(now)), systemEventItem);
  expect(events.map(({ number }) => number).sort()).toEqual([567, 568]);
});
