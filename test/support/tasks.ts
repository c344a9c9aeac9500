import { randomUUID } from 'node:crypto';
import type { TaskDeps } from '../../functions/task-run/deps.ts';
import { settleTask } from '../../functions/task-run/settle-task.ts';
import type { AlertSummary } from '../../shared/schema/bus/alert-summary.ts';
import type { TaskWork } from '../../shared/schema/bus/task-work.ts';
import { computerChanged } from '../../shared/table/entities/computer/computer-change.ts';
import { type HostItem, hostItem } from '../../shared/table/entities/computer/host.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import { newObject, readObject } from '../../shared/table/entities/object/object.ts';
import { listTaskRuns } from '../../shared/table/entities/task/task-run.ts';
import type { TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import { hourOf, keys, partitions } from '../../shared/table/keys.ts';
import { createIdentity } from './agent-identity.ts';
import { quietLogger } from './call.ts';
import type { TestTable } from './table.ts';
import { seedComputer } from './tenant.ts';

const identity = createIdentity();

/** A tenant with one scheduled task, number 5, whose clock a test sets; what is armed and sent is only noted. */
export const taskTenant = async (table: TestTable, begins: number) => {
  const tenant = randomUUID();
  const clock = { now: begins };
  const armed = new Map<string, number>();
  const sent: { tasks: TaskWork[]; notify: AlertSummary[] } = { tasks: [], notify: [] };
  const deps: TaskDeps = {
    store: table.storeAt(() => clock.now),
    logger: quietLogger(),
    now: () => clock.now,
    scheduler: {
      at: async (name, time) => void armed.set(name, time),
      cancel: async (name) => void armed.delete(name),
    },
    tasks: { send: async (work) => void sent.tasks.push(work) },
    notify: { send: async (summary) => void sent.notify.push(summary) },
  };
  const { store } = deps;
  const seedTenant = (tenantState: TenantItem['tenantState']) =>
    store.put({
      ...keys.tenant(tenant),
      ...{ kind: 'tenant', ID: 1, guid: tenant, name: 'x', locale: 'ja-JP', timeZone: 'Asia/Tokyo' },
      ...{ emailAddress: 'a@example.org', tenantState, created: 0 },
    });
  await seedTenant('active');
  return {
    ...{ tenant, clock, armed, sent, deps, store, seedTenant },
    seedTask: (members: object = {}) =>
      store.put(
        newObject(tenant, 'scheduledtasks', 5, {
          name: 'Nightly',
          type: 'scan-for-recommendations',
          enabled: true,
          scheduleDetails: { timeZone: 'UTC', recurrenceType: 'hourly' },
          nextRunTime: begins,
          ...members,
        }),
      ),
    settle: () => settleTask(deps, tenant, 5),
    task: async () => (await readObject(store, tenant, 'scheduledtasks', 5))?.members,
    runs: async () => (await listTaskRuns(store, tenant, 5, { limit: 50 })).items,
    host: (ID: number) => store.get(keys.host(tenant, ID), hostItem),
    seedHost: async (ID: number, policyID = 0, more: Partial<HostItem> = {}) => {
      await seedComputer(store, tenant, ID, identity, { policyID, host: { seen: begins, ...more } });
      await store.transact([computerChanged(tenant, ID)]);
    },
    events: async () =>
      (await store.queryAll(partitions.systemEvents(tenant, hourOf(clock.now)), systemEventItem)).map(
        ({ number }) => number,
      ),
  };
};
