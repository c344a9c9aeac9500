import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FanOutDeps } from '../../../../functions/fan-out/deps.ts';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import type { AlertType } from '../../../../shared/domain/alert/catalogue.ts';
import { dismiss } from '../../../../shared/domain/alert/end.ts';
import { summarise } from '../../../../shared/domain/event/summary.ts';
import { consumeStream } from '../../../../shared/queue/consume.ts';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import { packContent } from '../../../../shared/table/batch-content.ts';
import { changeAlert, readAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { type ComputerItem, computerItem } from '../../../../shared/table/entities/computer/computer.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { type HostItem, hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { batch } from '../../../../shared/table/entities/event/batch.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import {
  newSubscription,
  type SubscriptionItem,
} from '../../../../shared/table/entities/order/subscription.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { context, quietLogger } from '../../../support/call.ts';
import { batchIDAt } from '../../../support/host-events.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const now = Date.UTC(2026, 10, 23, 12);

let table: TestTable;
let tenant: string;
let deps: FanOutDeps;
let clock: number;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = crypto.randomUUID();
  clock = now;
  deps = {
    store: table.storeAt(() => clock),
    now: () => clock,
    blobs: {
      put: () => Promise.reject(new Error('nothing here is compiled')),
      get: () => Promise.reject(new Error('nothing here is compiled')),
    },
    orders: { send: async () => undefined },
    notify: { send: async () => undefined },
    tasks: { send: async () => undefined },
    reports: { send: async () => undefined },
    exports: { send: async () => undefined },
    deliver: { send: async () => undefined },
    notificationRules: async () => [],
  };
  await seedComputer(table.store, tenant, 12, createIdentity());
});

const consume = async (...records: ReturnType<typeof streamRecord>[]) =>
  expect(await consumeStream(quietLogger(), followRecord(deps))({ Records: records }, context())).toEqual({
    batchItemFailures: [],
  });
const alertOf = (type: AlertType, target = 'computer-12') => readAlert(table.store, tenant, type, target);
const dismissIt = (type: AlertType, target: string) =>
  changeAlert(
    table.storeAt(() => clock),
    tenant,
    type,
    target,
    (current) => {
      const outcome = dismiss(current, clock);
      return outcome.ok ? outcome.value : undefined;
    },
  );

describe('an agent that tells of itself', () => {
  let n = 0;
  const told = (number: number, description: string, computerID = 12) => {
    const events: HostEvent[] = [
      { kind: 'agent', at: now - 1000, number, severity: 'warning', title: 'T', description },
    ];
    const batchID = batchIDAt(now, ++n);
    const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
    if (!packed) throw new Error('does not fit');
    const summary = summarise(events);
    return streamRecord(
      batch({ tenant, computerID, batchID, received: now, summary, ...packed, nonce: 'n' }),
    );
  };

  it('raises the alert of its computer once, adds to it, and begins anew after it was dismissed', async () => {
    const first = told(5004, 'The clock\nwas set.');
    await consume(first, first, told(5004, 'Again.'));
    expect(await alertOf('clock-change-detected')).toMatchObject({
      state: 'raised',
      count: 2,
      subject: { computerID: 12, computerName: 'host-12', reason: 'The clock was set.' },
    });
    await dismissIt('clock-change-detected', 'computer-12');
    await consume(first);
    expect(await alertOf('clock-change-detected')).toMatchObject({ state: 'dismissed' });
    await consume(told(5004, 'Once more.'));
    expect(await alertOf('clock-change-detected')).toMatchObject({ state: 'raised', count: 1 });
  });

  it('raises nothing when all is well or its computer was taken away', async () => {
    await consume(told(5000, 'started'), told(3700, 'x', 99));
    expect(await alertOf('abnormal-restart-detected')).toBeUndefined();
    expect(await alertOf('abnormal-restart-detected', 'computer-99')).toBeUndefined();
  });
});

describe('a system event', () => {
  const happened = (number: number, more: object, at = now) =>
    streamRecord(
      systemEvent(tenant, {
        ...{ id: `e-${number}-${at}`, at, number, severity: 'warning', title: 'T', actionBy: 'Agent' },
        description: 'From 203.0.113.9: as it was.',
        ...more,
      }),
    );

  it('of a clone raises the alert of the computer whose key it uses', async () => {
    const clone = happened(275, { targetID: 12 });
    await consume(clone, clone);
    expect(await alertOf('duplicate-computer-detected')).toMatchObject({
      state: 'raised',
      count: 1,
      subject: { computerID: 12, reason: 'From 203.0.113.9: as it was.' },
    });
  });

  it('of a clock out of step is cleared when the computer is back', async () => {
    await consume(happened(770, { targetID: 12 }));
    expect(await alertOf('clock-out-of-step')).toMatchObject({ state: 'raised' });
    await consume(happened(731, { targetID: 12 }, now - 5000));
    expect(await alertOf('clock-out-of-step')).toMatchObject({ state: 'raised' });
    await consume(happened(731, { targetID: 12 }, now + 5000));
    expect(await alertOf('clock-out-of-step')).toMatchObject({ state: 'cleared' });
  });

  it('of a failed activation is cleared when a host of that name is activated', async () => {
    await consume(happened(705, { targetName: 'web-1' }), happened(705, { targetName: 'web-2' }));
    await consume(happened(704, { targetName: 'web-1' }, now + 5000));
    expect(await alertOf('activation-failed', 'host-web-1')).toMatchObject({ state: 'cleared' });
    expect(await alertOf('activation-failed', 'host-web-2')).toMatchObject({ state: 'raised' });
  });
});

describe('a host', () => {
  const facts = async (computer: Partial<ComputerItem>, host: Partial<HostItem> = {}) => {
    const keyOf = keys.computer(tenant, 12);
    const hostKey = keys.host(tenant, 12);
    await table.store.put({ ...(await table.store.get(keyOf, computerItem)), ...computer } as ComputerItem);
    await table.store.put({ ...(await table.store.get(hostKey, hostItem)), ...host } as HostItem);
    const change = computerChanged(tenant, 12);
    if (!('put' in change)) throw new Error('not a put');
    return streamRecord(change.put);
  };

  it.each<[AlertType, Partial<ComputerItem>, Partial<HostItem>, string]>([
    ['platform-unsupported', { platform: 'CentOS Linux 7 (Core)' }, {}, 'older than CentOS 8'],
    ['containers-not-inspected', { containers: ['docker'] }, {}, 'docker found'],
    ['computer-reboot-required', { rebootRequired: true }, {}, 'reboot'],
    ['agent-upgrade-recommended', { agentVersion: '0.0.1' }, {}, '0.0.1'],
    ['firewall-engine-offline', {}, { modules: 'error/prevent' }, 'firewall'],
    ['intrusion-prevention-engine-offline', {}, { modules: 'on/error' }, 'Inspection'],
    ['protection-off', {}, { modules: 'off/off' }, 'No module'],
    ['rules-not-in-force', {}, { refused: 'Rule 7 is not in force: no such keyword' }, 'Rule 7'],
    ['relay-required-behind-proxy', { proxy: true }, {}, 'proxy'],
    ['send-policy-failed', {}, { failedHash: 'f'.repeat(64) }, 'went back'],
  ])('raises %s, and clears it when the cause is gone', async (type, computer, host, reason) => {
    const well = {
      platform: 'Debian GNU/Linux 12',
      containers: [],
      rebootRequired: false,
      proxy: false,
      agentVersion: '0.1.0',
    };
    const bad = await facts(computer, { modules: 'on/prevent', ...host });
    await consume(bad, bad);
    const raised = await alertOf(type);
    expect(raised).toMatchObject({ state: 'raised', count: 1, subject: { computerName: 'host-12' } });
    expect(raised?.subject.reason).toContain(reason);
    await consume(
      await facts(well, { modules: 'on/prevent', failedHash: undefined, refused: undefined }),
      bad,
    );
    expect(await alertOf(type)).toMatchObject({ state: 'cleared' });
  });

  it('that is gone takes its alerts along', async () => {
    await consume(await facts({ containers: ['docker'] }));
    await consume(await facts({}, { gone: true }));
    expect(await alertOf('containers-not-inspected')).toMatchObject({ state: 'cleared' });
  });
});

describe('a tenant’s fleet', () => {
  let seats: SubscriptionItem;
  beforeEach(() => {
    seats = { ...newSubscription(tenant), menu: 'managed-virtual-patch', quantity: 100 };
  });
  const grow = async (more: Partial<SubscriptionItem>) => {
    const before = seats;
    seats = { ...seats, ...more };
    await table.store.put(seats);
    return streamRecord(seats, before);
  };
  const stateOf = async (type: AlertType) => (await alertOf(type, 'tenant'))?.state;

  it('is told that a relay is recommended, then needed, then not any more', async () => {
    await consume(await grow({ activated: 6 }));
    expect(await stateOf('relay-recommended')).toBe('raised');
    await consume(await grow({ activated: 21 }));
    expect([await stateOf('relay-recommended'), await stateOf('relay-required')]).toEqual([
      'cleared',
      'raised',
    ]);
    await consume(await grow({ activated: 3 }));
    expect(await stateOf('relay-required')).toBe('cleared');
  });

  it('that took the advice as read is not told again until it shrank and grew', async () => {
    await consume(await grow({ activated: 6 }));
    await dismissIt('relay-recommended', 'tenant');
    clock += 40 * 86_400_000;
    await consume(await grow({ activated: 7 }));
    expect(await stateOf('relay-recommended')).toBe('dismissed');
    await consume(await grow({ activated: 5 }), await grow({ activated: 6 }));
    expect(await stateOf('relay-recommended')).toBe('dismissed');
    await consume(await grow({ activated: 5 }));
    await consume(await grow({ activated: 6 }));
    expect(await stateOf('relay-recommended')).toBe('raised');
  });

  it('whose seats are taken is told, whatever order it is told in', async () => {
    const almost = await grow({ activated: 90, quantity: 100 });
    const all = await grow({ activated: 100 });
    await consume(all, almost, all);
    expect(await stateOf('license-seat-limit-reached')).toBe('raised');
    expect(await stateOf('license-seat-limit-almost-reached')).toBeUndefined();
    await consume(await grow({ quantity: 200 }));
    expect(await stateOf('license-seat-limit-reached')).toBe('cleared');
  });
});
