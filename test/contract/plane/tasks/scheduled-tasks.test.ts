import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputerFilter } from '../../../../shared/domain/task/selects.ts';
import type { RoleItem } from '../../../../shared/table/entities/access/access.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { listReports } from '../../../../shared/table/entities/report/report.ts';
import { newTaskRun } from '../../../../shared/table/entities/task/task-run.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { taskTenant } from '../../../support/tasks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const noon = Date.parse('2026-11-23T12:00:00Z');

let table: TestTable;
let plane: Awaited<ReturnType<typeof taskTenant>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  plane = await taskTenant(table, noon);
});

const scan = 'scan-for-recommendations';

describe('a task whose time has come', () => {
  it('asks its computers once, says so, and is set for the next time', async () => {
    await plane.seedHost(1);
    await plane.seedHost(2);
    await plane.seedTask();
    plane.clock.now = noon + 1234;
    await plane.settle();
    await plane.settle();
    expect((await plane.host(1))?.requests).toEqual({ [scan]: plane.clock.now });
    expect(await plane.runs()).toMatchObject([
      { set: noon, by: 'schedule', issued: plane.clock.now, state: 'issued', asked: 2, ignored: 0 },
    ]);
    expect(await plane.task()).toMatchObject({
      lastRunTime: plane.clock.now,
      nextRunTime: noon + HOUR,
      runs: 1,
    });
    expect(await plane.task()).not.toHaveProperty('openRun');
    expect(plane.armed).toEqual(new Map([[`${plane.tenant}-5`, noon + HOUR]]));
    expect(await plane.events()).toEqual([564]);
  });

  it('is issued once however many look at it at the same time', async () => {
    await plane.seedHost(1);
    await plane.seedTask();
    await Promise.all(Array.from({ length: 8 }, plane.settle));
    expect(await plane.runs()).toHaveLength(1);
    expect(await plane.events()).toEqual([564]);
  });

  it('is issued once for all the times that passed while the plane was down', async () => {
    await plane.seedTask();
    plane.clock.now = noon + 50 * HOUR + 1;
    await plane.settle();
    expect(await plane.runs()).toMatchObject([{ set: noon, issued: plane.clock.now }]);
    expect(await plane.task()).toMatchObject({ nextRunTime: noon + 51 * HOUR });
  });

  it('is only set before its time, and not at all when it is disabled', async () => {
    plane.clock.now = noon - 1;
    await plane.seedTask();
    await plane.settle();
    expect(plane.armed.get(`${plane.tenant}-5`)).toBe(plane.clock.now + 2_000);
    expect(await plane.runs()).toEqual([]);
    await plane.seedTask({ enabled: false });
    await plane.settle();
    expect(plane.armed).toEqual(new Map());
  });

  it('runs by hand although it is disabled', async () => {
    await plane.seedHost(1);
    await plane.seedTask({ enabled: false, nextRunTime: undefined, runRequested: noon - 5 });
    await plane.settle();
    await plane.settle();
    expect(await plane.runs()).toMatchObject([{ set: noon - 5, by: 'hand', asked: 1 }]);
    expect(await plane.events()).toEqual([563]);
  });

  it('is skipped for a suspended plane.tenant, which is told', async () => {
    await plane.seedTenant('suspended');
    await plane.seedTask();
    await plane.settle();
    expect(await plane.runs()).toEqual([]);
    expect(await plane.events()).toEqual([2969]);
    expect(await plane.task()).toMatchObject({ nextRunTime: noon + HOUR });
  });

  it('loses its schedule when it is deleted', async () => {
    plane.armed.set(`${plane.tenant}-5`, noon);
    await plane.settle();
    expect(plane.armed).toEqual(new Map());
  });
});

describe('whom it asks', () => {
  const asked = async () => {
    const hosts = await Promise.all([1, 2, 3, 4].map(plane.host));
    return hosts.flatMap((item) => (item?.requests ? [item.ID] : []));
  };
  beforeEach(async () => {
    await plane.seedHost(1);
    await plane.seedHost(2, 20);
    await plane.seedHost(3, 21);
    await plane.seedHost(4, 0, { gone: true });
    for (const [ID, parentID] of [
      [20, 0],
      [21, 20],
    ] as const) {
      await plane.deps.store.put({
        ...keys.policy(plane.tenant, ID),
        ...{
          kind: 'policy',
          tenant: plane.tenant,
          ID,
          name: `${ID}`,
          firewallRuleIDs: [],
          ipsRuleIDs: [],
          revision: 1,
        },
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
    await plane.seedTask({ type: 'send-policy', sendPolicyTaskParameters: { computerFilter } });
    await plane.settle();
    expect(await asked()).toEqual(expected);
  });

  it('leaves out hosts that were silent for a month, and gives the check a time-out', async () => {
    await plane.seedHost(2, 20, { seen: noon - 31 * DAY });
    await plane.seedTask({
      type: 'check-for-security-updates',
      checkForSecurityUpdatesTaskParameters: { timeout: 'two-hours' },
    });
    await plane.settle();
    expect(await asked()).toEqual([1, 3]);
    expect((await plane.host(1))?.checkUntil).toBe(noon + 2 * HOUR);
    expect(await plane.runs()).toMatchObject([{ asked: 2, ignored: 2 }]);
  });

  it('goes on in another call where it stopped, and skips what comes due meanwhile', async () => {
    for (let ID = 5; ID <= 1100; ID += 25) {
      await Promise.all(Array.from({ length: 25 }, (_, i) => plane.seedHost(ID + i)));
    }
    await plane.seedTask();
    // However many messages tell of it, one goes on: else they would become more with every stretch.
    await Promise.all(Array.from({ length: 3 }, plane.settle));
    expect(plane.sent.tasks).toEqual([{ version: 1, tenant: plane.tenant, taskID: 5 }]);
    expect(await plane.runs()).toMatchObject([{ state: 'issuing', after: 1000 }]);
    plane.clock.now = noon + HOUR;
    await plane.settle();
    expect(await plane.runs()).toMatchObject([{ set: noon, state: 'issued', asked: 1103 }]);
    expect(await plane.events()).toEqual([2969]);
    expect((await plane.host(1100))?.requests).toEqual({ [scan]: noon });
  }, 120_000);
});

it('stops a run whose task is deleted while it is being issued, and leaves those that are through', async () => {
  await plane.seedHost(1);
  await plane.seedTask();
  await plane.settle();
  plane.clock.now = noon + HOUR;
  await plane.deps.store.put(
    newTaskRun(
      plane.tenant,
      5,
      { set: plane.clock.now, by: 'schedule' },
      { type: scan, issued: plane.clock.now, expiresAt: plane.clock.now + DAY },
    ),
  );
  await plane.deps.store.transact([{ remove: keys.object(plane.tenant, 'scheduledtasks', 5) }]);
  await plane.settle();
  await plane.settle();
  expect(await plane.runs()).toMatchObject([
    { set: plane.clock.now, state: 'stopped' },
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
      await plane.deps.store.put({
        ...keys.alert(plane.tenant, 'unable-to-communicate', target),
        ...{ kind: 'alert', tenant: plane.tenant, revision: 1, type: 'unable-to-communicate', target, state },
        ...{ began: 1, raised: 1, last: 1, count: 1, blocked: 0, sources: [], subject: {}, causes: [] },
      });
    }
    await plane.deps.store.put(
      newObject(plane.tenant, 'contacts', 9, { name: 'Aki', emailAddress: 'aki@example.org' }),
    );
    await plane.seedTask({
      type: 'send-alert-summary',
      sendAlertSummaryTaskParameters: { recipients: { contactIDs: [9] } },
    });
    await plane.settle();
    expect(plane.sent.notify).toMatchObject([
      { set: noon, to: ['aki@example.org'], counts: [{ type: 'unable-to-communicate', count: 2 }] },
    ]);
    expect(await plane.runs()).toMatchObject([{ note: '2 raised alerts summed up.' }]);
  });
});

describe('a report', () => {
  const report = (recipients?: object) =>
    plane.seedTask({
      type: 'generate-report',
      generateReportTaskParameters: {
        ...{ reportTemplateID: 2, format: 'pdf', classification: 'secret' },
        timeRange: { units: 'day', value: 7 },
        ...(recipients && { recipients }),
      },
    });
  const asked = async () => (await listReports(plane.deps.store, plane.tenant, 50)).items;
  const person = (ID: number, roleID: number) =>
    plane.deps.store.put(newObject(plane.tenant, 'administrators', ID, { username: `p${ID}`, roleID }));

  it('is asked for once, for the tenant where nobody was chosen', async () => {
    await report();
    await plane.settle();
    await plane.settle();
    expect(await asked()).toMatchObject([
      {
        ...{ state: 'waiting', templateID: 2, from: noon - 7 * DAY, to: noon, classification: 'secret' },
        task: { taskID: 5, readers: [{ collection: 'tenant', ID: 0 }] },
      },
    ]);
    expect((await plane.runs())[0]?.note).toBe('1 reports asked for.');
  });

  it('is asked for once for each role among its readers, narrowed to what that role sees', async () => {
    const role: RoleItem = {
      ...keys.role(plane.tenant, 11),
      ...{ kind: 'role', ID: 11, name: 'One', rights: [] },
      reach: {
        ...{ allComputers: false, allPolicies: false, allowUserInterface: true, allowWebService: true },
        ...{ canOnlyManipulateUsersWithEqualOrLesserRights: true, computerIDs: [2] },
      },
    };
    await plane.deps.store.put(role);
    await Promise.all([person(1, 1), person(2, 11), person(3, 1), person(4, 1)]);
    await report({ administratorIDs: [1, 2, 3] });
    await plane.settle();
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
