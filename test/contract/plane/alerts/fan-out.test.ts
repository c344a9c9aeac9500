import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FanOutDeps } from '../../../../functions/fan-out/deps.ts';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import { manySilent } from '../../../../shared/domain/alert/many-offline.ts';
import { presenceAlert } from '../../../../shared/domain/alert/presence.ts';
import { summarise } from '../../../../shared/domain/event/summary.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { consumeStream } from '../../../../shared/queue/consume.ts';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import { alertNotice } from '../../../../shared/schema/bus/alert-notice.ts';
import { orderWork } from '../../../../shared/schema/bus/order-work.ts';
import { packContent } from '../../../../shared/table/batch-content.ts';
import {
  type AlertItem,
  changeAlert,
  listAlerts,
  readAlert,
} from '../../../../shared/table/entities/alert/alert.ts';
import { type HostItem, hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { batch } from '../../../../shared/table/entities/event/batch.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { context, quietLogger } from '../../../support/call.ts';
import { batchIDAt, firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const now = Date.UTC(2026, 10, 23, 12);
const TYPE = 'intrusion-prevention-rule-alert';
const rule = starterCatalogue.rules[0];
if (!rule) throw new Error('the catalogue is empty');

let table: TestTable;
let tenant: string;
let sent: { orders: unknown[]; notify: unknown[]; tasks: unknown[]; deliver: unknown[] };
let deps: FanOutDeps;
let clock: number;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = crypto.randomUUID();
  clock = now;
  sent = { orders: [], notify: [], tasks: [], deliver: [] };
  deps = {
    store: table.storeAt(() => clock),
    now: () => clock,
    blobs: {
      put: () => Promise.reject(new Error('nothing here is compiled')),
      get: () => Promise.reject(new Error('nothing here is compiled')),
    },
    orders: { send: async (message) => void sent.orders.push(message) },
    notify: { send: async (message) => void sent.notify.push(message) },
    tasks: { send: async (message) => void sent.tasks.push(message) },
    reports: { send: async () => undefined },
    exports: { send: async () => undefined },
    deliver: { send: async (message) => void sent.deliver.push(message) },
    notificationRules: async () => [],
  };
  await seedComputer(table.store, tenant, 12, createIdentity());
});

const consume = (...records: ReturnType<typeof streamRecord>[]) =>
  consumeStream(quietLogger(), followRecord(deps))({ Records: records }, context());
const none = { batchItemFailures: [] };

let n = 0;
const batchOf = (events: readonly HostEvent[], computerID = 12) => {
  const batchID = batchIDAt(now, ++n);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  return batch({
    tenant,
    computerID,
    batchID,
    received: now,
    summary: summarise(events),
    ...packed,
    nonce: 'n',
  });
};
const hit = (more = {}) =>
  ipsEvent({ at: now - 1000, ruleID: rule.ID, reason: 'what the host says', ...more });
const alertOf = (ruleID: number | 'unknown') =>
  readAlert(table.store, tenant, TYPE, `computer-12-rule-${ruleID}`);
const systemEvents = () =>
  table.store.queryAll(partitions.systemEvents(tenant, hourOf(1_795_435_200_000)), systemEventItem);

describe('a batch', () => {
  it('names the tenant’s own rules as the tenant does, and no other tenant’s', async () => {
    const own = 10_000_001;
    const members = { name: 'Guard of the shop', severity: 'critical', CVE: ['CVE-2026-1'] };
    await table.store.put(newObject(tenant, 'intrusionpreventionrules', own, members));
    await table.store.put(
      newObject(crypto.randomUUID(), 'intrusionpreventionrules', own + 1, { ...members, name: 'Theirs' }),
    );
    const events = [hit({ ruleID: own }), hit({ ruleID: own + 1 })];
    expect(await consume(streamRecord(batchOf(events)))).toEqual(none);
    expect((await alertOf(own))?.subject).toMatchObject({
      ruleID: own,
      ruleName: 'Guard of the shop',
      CVE: ['CVE-2026-1'],
      ruleSeverity: 'critical',
    });
    expect(await alertOf(own + 1)).toBeUndefined();
    expect((await alertOf('unknown'))?.subject.ruleName).toBe('what the host says');
  });

  it('raises an alert per rule that hit, with the catalogue’s own name and CVE', async () => {
    const events = [hit({ repeatCount: 2 }), hit({ action: 'detect-only-reset' }), hit({ ruleID: 777 })];
    expect(await consume(streamRecord(batchOf(events)))).toEqual(none);
    expect(await alertOf(rule.ID)).toMatchObject({
      state: 'raised',
      began: now,
      raised: now - 1000,
      count: 3,
      blocked: 2,
      subject: {
        computerID: 12,
        computerName: 'host-12',
        ruleID: rule.ID,
        ruleName: rule.name,
        CVE: rule.CVE,
        ruleSeverity: rule.severity,
      },
    });
    expect(await alertOf('unknown')).toMatchObject({ subject: { ruleName: 'what the host says' } });
  });

  it('of a host that invents rules raises one alert for all of them', async () => {
    const invented = (from: number) => Array.from({ length: 60 }, (_, i) => hit({ ruleID: from + i }));
    await consume(streamRecord(batchOf(invented(2000))), streamRecord(batchOf(invented(3000))));
    expect(await listAlerts(table.store, tenant)).toHaveLength(1);
    expect(await alertOf('unknown')).toMatchObject({ count: 120, subject: { ruleID: 2000 } });
  });

  it('counts once, however often its record comes', async () => {
    const records = Array.from({ length: 30 }, () => streamRecord(batchOf([hit()])));
    await consume(...records);
    await consume(...records);
    await consume(...records.toReversed());
    expect(await alertOf(rule.ID)).toMatchObject({ count: 30, revision: 30 });
  });

  it('of many at once loses none', async () => {
    const records = Array.from({ length: 6 }, () => streamRecord(batchOf([hit()])));
    await Promise.all(records.map((record) => consume(record)));
    expect(await alertOf(rule.ID)).toMatchObject({ count: 6 });
  });

  it('without a rule’s hit, or of a computer that was taken away, raises none', async () => {
    const harmless = [firewallEvent({ at: now, ruleID: 5 }), hit({ ruleID: undefined, status: 501 })];
    expect(await consume(streamRecord(batchOf(harmless)), streamRecord(batchOf([hit()], 99)))).toEqual(none);
    expect(await listAlerts(table.store, tenant)).toEqual([]);
  });

  it('does not let a host’s words out of their line', async () => {
    await consume(streamRecord(batchOf([hit({ ruleID: 777, reason: 'x\r\nBcc: y\u202E' })])));
    expect((await alertOf('unknown'))?.subject.ruleName).toBe('x Bcc: y');
  });
});

describe('an alert', () => {
  const changeOf = async (change: () => Promise<unknown>) => {
    const before = (await listAlerts(table.store, tenant))[0];
    await change();
    const after = (await listAlerts(table.store, tenant))[0] as AlertItem;
    return streamRecord(after, before);
  };

  it('is told when it is raised, not when something is merged into it', async () => {
    const raised = await changeOf(() => consume(streamRecord(batchOf([hit()]))));
    const merged = await changeOf(() => consume(streamRecord(batchOf([hit()]))));
    expect(await consume(raised, merged)).toEqual(none);
    expect(sent.notify).toHaveLength(1);
    expect(alertNotice.parse(sent.notify[0])).toMatchObject({
      tenant,
      type: TYPE,
      began: now,
      count: 1,
      blocked: 1,
      computerName: 'host-12',
      ruleName: rule.name,
      CVE: rule.CVE,
      sources: ['203.0.113.9'],
    });
    expect(await systemEvents()).toMatchObject([{ number: 190, targetID: 12, title: 'Alert Started' }]);
  });

  it('is told again when an attack gets through after blocked ones', async () => {
    await consume(streamRecord(batchOf([hit()])));
    const blocked = await alertOf(rule.ID);
    const through = await changeOf(() =>
      consume(streamRecord(batchOf([hit({ action: 'detect-only-reset' })]))),
    );
    await consume(through);
    expect(sent.notify).toMatchObject([{ count: 2, blocked: 1, began: (blocked?.began ?? 0) + 1 }]);
  });

  it('is told again when it is raised anew, and its end is a system event', async () => {
    await consume(streamRecord(batchOf([hit()])));
    const raised = (await listAlerts(table.store, tenant))[0] as AlertItem;
    const dismissed = { ...raised, state: 'dismissed', ended: now, revision: 2 } as const;
    const anew = { ...raised, began: now + 5000, revision: 3 };
    await consume(streamRecord(dismissed, raised), streamRecord(anew, dismissed));
    expect(sent.notify).toMatchObject([{ began: now + 5000 }]);
    expect((await systemEvents()).map((event) => event.number).sort()).toEqual([190, 192]);
  });
});

describe('an alert of one of many silent hosts', () => {
  it('is raised without mail; that of another host is mailed', async () => {
    const beats = Array.from({ length: 11 }, () => now - 1_400_000);
    await changeAlert(table.store, tenant, 'computers-offline', 'tenant', (current) =>
      manySilent(current, beats, [], 600_000, now),
    );
    const silent = (computerID: number, seen: number) =>
      changeAlert(table.store, tenant, 'unable-to-communicate', `computer-${computerID}`, (current) =>
        presenceAlert(current, { offline: true, seen }, { computerID, computerName: 'x' }, now),
      );
    await consume(
      streamRecord((await silent(1, now - 1_400_000)) as AlertItem),
      streamRecord((await silent(2, now - 1_390_000)) as AlertItem),
    );
    expect(sent.notify).toMatchObject([{ target: 'computer-2' }]);
    expect(await systemEvents()).toHaveLength(2);
  });
});

describe('a host', () => {
  const hostAt = async (more: Partial<HostItem>) => {
    const key = keys.host(tenant, 12);
    const before = (await table.store.get(key, hostItem)) as HostItem;
    await table.store.put({ ...before, ...more } as HostItem);
    return streamRecord({ ...before, ...more }, before);
  };
  const silence = () => readAlert(table.store, tenant, 'unable-to-communicate', 'computer-12');

  it('that falls silent raises the alert, and clears it by its next beat', async () => {
    const gone = await hostAt({ offline: true, seen: now - 1_400_000 });
    expect(await consume(gone)).toEqual(none);
    expect(await silence()).toMatchObject({ state: 'raised', raised: now - 1_400_000, count: 1 });
    clock = now + 60_000;
    const back = await hostAt({ offline: false, seen: now + 50_000 });
    await consume(back);
    expect(await silence()).toMatchObject({ state: 'cleared', ended: now + 60_000 });
    expect(await systemEvents()).toMatchObject([
      { number: 730, severity: 'error', title: 'Offline', targetID: 12, targetName: 'host-12' },
      { number: 731, severity: 'info', title: 'Back Online' },
    ]);
  });

  it('ends in the same state when records come twice and in the wrong order', async () => {
    const away = await hostAt({ offline: true, seen: now - 1_400_000 });
    const back = await hostAt({ offline: false, seen: now });
    await consume(back, away, away, back, away);
    expect(await silence()).toBeUndefined();
    expect(await systemEvents()).toHaveLength(2);
    const again = await hostAt({ offline: true });
    await consume(again, back, again);
    expect(await silence()).toMatchObject({ state: 'raised', count: 1 });
  });

  it('that was taken away while it was silent is not missed any longer', async () => {
    await consume(await hostAt({ offline: true }));
    await consume(await hostAt({ offline: false, gone: true }));
    expect(await silence()).toMatchObject({ state: 'cleared' });
    expect(await systemEvents()).toHaveLength(1);
  });

  it('whose item changes otherwise has no consequences', async () => {
    const before = await table.dump();
    const host = (await table.store.get(keys.host(tenant, 12), hostItem)) as HostItem;
    await consume(streamRecord({ ...host, counter: 9 }, host), streamRecord(host));
    expect(await table.dump()).toEqual(before);
  });
});

describe('the stream', () => {
  const order = (state: string) => ({
    ...keys.order(tenant, 7),
    ...{ kind: 'order', tenant, ID: 7, type: 'new', menu: 'managed-virtual-patch', quantity: 3, state },
    ...{ orderedBy: 'x', accepted: now, stepsDone: [], moved: now },
  });

  it('hands an accepted order to its workers, and no other', async () => {
    await consume(streamRecord(order('accepted')), streamRecord(order('done'), order('in-process')));
    expect(sent.orders.map((message) => orderWork.parse(message))).toEqual([
      { version: 1, tenant, orderID: 7 },
    ]);
  });

  it('names a record that cannot be read, and works the others', async () => {
    const poison = streamRecord({ ...order('accepted'), ID: 'seven' });
    const broken = streamRecord({ ...batchOf([hit()]), content: new Uint8Array([1, 2, 3]) });
    const answer = await consume(poison, broken, streamRecord(order('accepted')));
    expect(answer).toEqual({
      batchItemFailures: [
        { itemIdentifier: poison.dynamodb?.SequenceNumber },
        { itemIdentifier: broken.dynamodb?.SequenceNumber },
      ],
    });
    expect(sent.orders).toHaveLength(1);
  });

  it('says nothing to what is deleted, to unknown kinds and to names that objects have by nature', async () => {
    const before = await table.dump();
    const kinds = ['counter', 'constructor', '__proto__', 'toString'].map((kind) => streamRecord({ kind }));
    expect(await consume(streamRecord(undefined, order('accepted')), ...kinds)).toEqual(none);
    expect(await table.dump()).toEqual(before);
    expect(sent).toEqual({ orders: [], notify: [], tasks: [], deliver: [] });
  });

  it('has the record again when its message could not be sent', async () => {
    deps = { ...deps, orders: { send: () => Promise.reject(new Error('no queue')) } };
    const record = streamRecord(order('accepted'));
    expect(await consume(record)).toEqual({
      batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber }],
    });
  });
});
