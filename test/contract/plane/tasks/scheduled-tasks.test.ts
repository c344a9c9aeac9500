import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TaskDeps } from '../../../../functions/task-run/deps.ts';
import { settleTask } from '../../../../functions/task-run/settle-task.ts';
import type { ComputerFilter } from '../../../../shared/domain/task/selects.ts';
import type { AlertSummary } from '../../../../shared/schema/bus/alert-summary.ts';
import type { TaskWork } from '../../../../shared/schema/bus/task-work.ts';
import type { RoleItem } from '../../../../shared/table/entities/access/access.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { type HostItem, hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { newObject, readObject } from '../../../../shared/table/entities/object/object.ts';
import { listReports } from '../../../../shared/table/entities/report/report.ts';
import { listTaskRuns, newTaskRun } from '../../../../shared/table/entities/task/task-run.ts';
import type { TenantItem } from '../../../../shared/table/entities/tenant/tenant.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const noon = Date.parse('2026-11-23T12:00:00Z');
const identity = createIdentity();

let table: TestTable;
let tenant: string;
let now: number;
let armed: Map<string, number>;
let sent: { tasks: TaskWork[]; notify: AlertSummary[] };
let deps: TaskDeps;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = randomUUID();
  now = noon;
  armed = new Map();
  sent = { tasks: [], notify: [] };
  deps = {
    store: table.storeAt(() => now),
    logger: quietLogger(),
    now: () => now,
    scheduler: {
      at: async (name, time) => void armed.set(name, time),
      cancel: async (name) => void armed.delete(name),
    },
    tasks: { send: async (work) => void sent.tasks.push(work) },
    notify: { send: async (summary) => void sent.notify.push(summary) },
  };
  await seedTenant('active');
});

const seedTenant = (tenantState: TenantItem['tenantState']) =>
  deps.store.put({
    ...keys.tenant(tenant),
    ...{ kind: 'tenant', ID: 1, guid: tenant, name: 'x', locale: 'ja-JP', timeZone: 'Asia/Tokyo' },
    ...{ emailAddress: 'a@example.org', tenantState, created: 0 },
  });
const seedTask = (members: object = {}) =>
  deps.store.put(
    newObject(tenant, 'scheduledtasks', 5, {
      name: 'Nightly',
      type: 'scan-for-recommendations',
      enabled: true,
      scheduleDetails: { timeZone: 'UTC', recurrenceType: 'hourly' },
      nextRunTime: noon,
      ...members,
    }),
  );
const settle = () => settleTask(deps, tenant, 5);
const task = async () => (await readObject(deps.store, tenant, 'scheduledtasks', 5))?.members;
const runs = async () => (await listTaskRuns(deps.store, tenant, 5, 50)).items;
const host = (ID: number) => deps.store.get(keys.host(tenant, ID), hostItem);
const seedHost = async (ID: number, policyID = 0, more: Partial<HostItem> = {}) => {
  await seedComputer(deps.store, tenant, ID, identity, { policyID, host: { seen: noon, ...more } });
  await deps.store.transact([computerChanged(tenant, ID)]);
};
const events = async () =>
  (await deps.store.queryAll(partitions.systemEvents(tenant, hourOf(now)), systemEventItem)).map(
    ({ number }) => number,
  );
const scan = 'scan-for-recommendations';

describe('a task whose time has come', () => {
  it('asks its computers once, says so, and is set for the next time', async () => {
    await seedHost(1);
    await seedHost(2);
    await seedTask();
    now = noon + 1234;
    await settle();
    await settle();
    expect((await host(1))?.requests).toEqual({ [scan]: now });
    expect(await runs()).toMatchObject([
      { set: noon, by: 'schedule', issued: now, state: 'issued', asked: 2, ignored: 0 },
    ]);
    expect(await task()).toMatchObject({ lastRunTime: now, nextRunTime: noon + HOUR, runs: 1 });
    expect(await task()).not.toHaveProperty('openRun');
    expect(armed).toEqual(new Map([[`${tenant}-5`, noon + HOUR]]));
    expect(await events()).toEqual([564]);
  });

  it('is issued once however many look at it at the same time', async () => {
    await seedHost(1);
    await seedTask();
    await Promise.all(Array.from({ length: 8 }, settle));
    expect(await runs()).toHaveLength(1);
    expect(await events()).toEqual([564]);
  });

  it('is issued once for all the times that passed while the plane was down', async () => {
    await seedTask();
    now = noon + 50 * HOUR + 1;
    await settle();
    expect(await runs()).toMatchObject([{ set: noon, issued: now }]);
    expect(await task()).toMatchObject({ nextRunTime: noon + 51 * HOUR });
  });

  it('is only set before its time, and not at all when it is disabled', async () => {
    now = noon - 1;
    await seedTask();
    await settle();
    expect(armed.get(`${tenant}-5`)).toBe(now + 2_000);
    expect(await runs()).toEqual([]);
    await seedTask({ enabled: false });
    await settle();
    expect(armed).toEqual(new Map());
  });

  it('runs by hand although it is disabled', async () => {
    await seedHost(1);
    await seedTask({ enabled: false, nextRunTime: undefined, runRequested: noon - 5 });
    await settle();
    await settle();
    expect(await runs()).toMatchObject([{ set: noon - 5, by: 'hand', asked: 1 }]);
    expect(await events()).toEqual([563]);
  });

  it('is skipped for a suspended tenant, which is told', async () => {
    await seedTenant('suspended');
    await seedTask();
    await settle();
    expect(await runs()).toEqual([]);
    expect(await events()).toEqual([2969]);
    expect(await task()).toMatchObject({ nextRunTime: noon + HOUR });
  });

  it('loses its schedule when it is deleted', async () => {
    armed.set(`${tenant}-5`, noon);
    await settle();
    expect(armed).toEqual(new Map());
  });
});

describe('whom it asks', () => {
  const asked = async () => {
    const hosts = await Promise.all([1, 2, 3, 4].map(host));
    return hosts.flatMap((item) => (item?.requests ? [item.ID] : []));
  };
  beforeEach(async () => {
    await seedHost(1);
    await seedHost(2, 20);
    await seedHost(3, 21);
    await seedHost(4, 0, { gone: true });
    for (const [ID, parentID] of [
      [20, 0],
      [21, 20],
    ] as const) {
      await deps.store.put({
        ...keys.policy(tenant, ID),
        ...{ kind: 'policy', tenant, ID, name: `${ID}`, firewallRuleIDs: [], ipsRuleIDs: [], revision: 1 },
        ...(parentID > 0 && { parentID }),
      });
    }
  });

  it.each<[ComputerFilter, number[]]>([
    [{ type: 'all-computers' }, [1, 2, 3]],
    [{ type: 'computer', computerID: 3 }, [3]],
    [{ type: 'computers-using-policy', policyID: 20 }, [2]],
    [{ type: 'computers-using-policy-or-subpolicy', policyID: 20 }, [2, 3]],
  ])('%o', async (computerFilter, expected) => {
    await seedTask({ type: 'send-policy', sendPolicyTaskParameters: { computerFilter } });
    await settle();
    expect(await asked()).toEqual(expected);
  });

  it('leaves out hosts that were silent for a month, and gives the check a time-out', async () => {
    await seedHost(2, 20, { seen: noon - 31 * DAY });
    await seedTask({
      type: 'check-for-security-updates',
      checkForSecurityUpdatesTaskParameters: { timeout: 'two-hours' },
    });
    await settle();
    expect(await asked()).toEqual([1, 3]);
    expect((await host(1))?.checkUntil).toBe(noon + 2 * HOUR);
    expect(await runs()).toMatchObject([{ asked: 2, ignored: 2 }]);
  });

  it('goes on in another call where it stopped, and skips what comes due meanwhile', async () => {
    for (let ID = 5; ID <= 1100; ID += 25) {
      await Promise.all(Array.from({ length: 25 }, (_, i) => seedHost(ID + i)));
    }
    await seedTask();
    // However many messages tell of it, one goes on: else they would become more with every stretch.
    await Promise.all(Array.from({ length: 3 }, settle));
    expect(sent.tasks).toEqual([{ version: 1, tenant, taskID: 5 }]);
    expect(await runs()).toMatchObject([{ state: 'issuing', after: 1000 }]);
    now = noon + HOUR;
    await settle();
    expect(await runs()).toMatchObject([{ set: noon, state: 'issued', asked: 1103 }]);
    expect(await events()).toEqual([2969]);
    expect((await host(1100))?.requests).toEqual({ [scan]: noon });
  }, 120_000);
});

it('stops a run whose task is deleted while it is being issued, and leaves those that are through', async () => {
  await seedHost(1);
  await seedTask();
  await settle();
  now = noon + HOUR;
  await deps.store.put(
    newTaskRun(tenant, 5, { set: now, by: 'schedule' }, { type: scan, issued: now, expiresAt: now + DAY }),
  );
  await deps.store.transact([{ remove: keys.object(tenant, 'scheduledtasks', 5) }]);
  await settle();
  await settle();
  expect(await runs()).toMatchObject([
    { set: now, state: 'stopped' },
    { set: noon, state: 'issued' },
  ]);
});

describe('a summary of alerts', () => {
  it('goes to the readers that were chosen, with what stands', async () => {
    for (const [target, state] of [
      ['computer-1', 'raised'],
      ['computer-2', 'raised'],
      ['computer-3', 'cleared'],
    ] as const) {
      await deps.store.put({
        ...keys.alert(tenant, 'unable-to-communicate', target),
        ...{ kind: 'alert', tenant, revision: 1, type: 'unable-to-communicate', target, state },
        ...{ began: 1, raised: 1, last: 1, count: 1, blocked: 0, sources: [], subject: {}, causes: [] },
      });
    }
    await deps.store.put(newObject(tenant, 'contacts', 9, { name: 'Aki', emailAddress: 'aki@example.org' }));
    await seedTask({
      type: 'send-alert-summary',
      sendAlertSummaryTaskParameters: { recipients: { contactIDs: [9] } },
    });
    await settle();
    expect(sent.notify).toMatchObject([
      { set: noon, to: ['aki@example.org'], counts: [{ type: 'unable-to-communicate', count: 2 }] },
    ]);
    expect(await runs()).toMatchObject([{ note: '2 raised alerts summed up.' }]);
  });
});

describe('a report', () => {
  const report = (recipients?: object) =>
    seedTask({
      type: 'generate-report',
      generateReportTaskParameters: {
        ...{ reportTemplateID: 2, format: 'pdf', classification: 'secret' },
        timeRange: { units: 'day', value: 7 },
        ...(recipients && { recipients }),
      },
    });
  const asked = async () => (await listReports(deps.store, tenant, 50)).items;
  const person = (ID: number, roleID: number) =>
    deps.store.put(newObject(tenant, 'administrators', ID, { username: `p${ID}`, roleID }));

  it('is asked for once, for the tenant where nobody was chosen', async () => {
    await report();
    await settle();
    await settle();
    expect(await asked()).toMatchObject([
      {
        ...{ state: 'waiting', templateID: 2, from: noon - 7 * DAY, to: noon, classification: 'secret' },
        task: { taskID: 5, readers: [{ collection: 'tenant', ID: 0 }] },
      },
    ]);
    expect((await runs())[0]?.note).toBe('1 reports asked for.');
  });

  it('is asked for once for each role among its readers, narrowed to what that role sees', async () => {
    const role: RoleItem = {
      ...keys.role(tenant, 11),
      ...{ kind: 'role', ID: 11, name: 'One', rights: [] },
      reach: {
        ...{ allComputers: false, allPolicies: false, allowUserInterface: true, allowWebService: true },
        ...{ canOnlyManipulateUsersWithEqualOrLesserRights: true, computerIDs: [2] },
      },
    };
    await deps.store.put(role);
    await Promise.all([person(1, 1), person(2, 11), person(3, 1), person(4, 1)]);
    await report({ administratorIDs: [1, 2, 3] });
    await settle();
    const found = (await asked()).map(({ reach, task: of }) => [
      reach.allComputers,
      reach.computerIDs,
      of?.readers.map(({ ID }) => ID),
    ]);
    expect(found.sort()).toEqual([
      [false, [2], [2]],
      [true, undefined, [1, 3]],
    ]);
  });
});
