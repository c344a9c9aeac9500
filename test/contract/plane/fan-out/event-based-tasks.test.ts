import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { computerEvent } from '../../../../functions/fan-out/computer-event.ts';
import type { FanOutDeps } from '../../../../functions/fan-out/deps.ts';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import { type ComputerItem, readComputer } from '../../../../shared/table/entities/computer/computer.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { newObject, readObject } from '../../../../shared/table/entities/object/object.ts';
import { newSubscription } from '../../../../shared/table/entities/order/subscription.ts';
import type { PolicyItem } from '../../../../shared/table/entities/policy/policy.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const identity = createIdentity();
let table: TestTable;
let tenant: string;
let deps: FanOutDeps;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = randomUUID();
  const nowhere = { send: async () => {} };
  deps = {
    store: table.store,
    now: Date.now,
    blobs: { put: async () => {}, get: async () => undefined },
    ...{
      orders: nowhere,
      notify: nowhere,
      tasks: nowhere,
      reports: nowhere,
      exports: nowhere,
      deliver: nowhere,
    },
    notificationRules: async () => [],
  };
  await table.store.put({ ...newSubscription(tenant), activated: 1 } as never);
  await seedComputer(table.store, tenant, 1, identity, { policyID: 3 });
  for (const ID of [3, 4]) {
    const policy: PolicyItem = {
      ...keys.policy(tenant, ID),
      ...{ kind: 'policy', tenant, ID, revision: 1, name: `${ID}`, firewallRuleIDs: [], ipsRuleIDs: [] },
    };
    await table.store.put(policy);
  }
  await table.store.put(newObject(tenant, 'computergroups', 8, { name: 'Branch' }));
});

const task = (ID: number, type: string, actions: object[], conditions: object[] = []) =>
  table.store.put(
    newObject(tenant, 'eventbasedtasks', ID, {
      name: `task ${ID}`,
      type,
      enabled: true,
      actions,
      conditions,
    }),
  );
const computer = async (): Promise<ComputerItem> => {
  const item = await readComputer(table.store, tenant, 1);
  if (!item) throw new Error('no computer');
  return item;
};
const host = () => table.store.get(keys.host(tenant, 1), hostItem);
/** Follows a change twice, as a stream may tell it. */
const follow = async (after: ComputerItem, before?: ComputerItem) => {
  const record = streamRecord(after, before);
  await followRecord(deps)(record);
  await followRecord(deps)(record);
  return Math.round((record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000);
};
const triggered = async (at: number) =>
  (await table.store.queryAll(partitions.systemEvents(tenant, hourOf(at)), systemEventItem)).filter(
    ({ number }) => number === 597,
  );

it('gives a computer whose address changed its policy and group, once, and remembers when', async () => {
  await task(
    5,
    'agent-ip-changed',
    [
      { type: 'assign-policy', parameterValue: 4 },
      { type: 'assign-group', parameterValue: 8 },
    ],
    [{ field: 'lastUsedIP', value: '192\\.0\\.2\\..*' }],
  );
  const before = await computer();
  const at = await follow({ ...before, lastIPUsed: '192.0.2.9' }, before);
  expect(await computer()).toMatchObject({ policyID: 4, groupID: 8 });
  expect(await host()).toMatchObject({ head: 'p4' });
  const events = await triggered(at);
  expect(events.map(({ description }) => description)).toEqual([
    'Task "task 5" (ID 5): an address of the computer changed.',
  ]);
  for (const event of events) await followRecord(deps)(streamRecord(event));
  expect((await readObject(table.store, tenant, 'eventbasedtasks', 5))?.members.lastRunTime).toBe(at);
});

it('leaves a computer alone when nothing that a task waits for happened, or its conditions do not hold', async () => {
  await task(
    5,
    'agent-ip-changed',
    [{ type: 'assign-policy', parameterValue: 4 }],
    [{ field: 'lastUsedIP', value: '10\\..*' }],
  );
  const before = await computer();
  const at = await follow({ ...before, lastIPUsed: '192.0.2.9' }, before);
  await follow(
    { ...before, lastIPUsed: '10.0.0.1', displayName: 'x' },
    { ...before, lastIPUsed: '10.0.0.1' },
  );
  expect(await computer()).toMatchObject({ policyID: 3 });
  expect(await triggered(at)).toEqual([]);
});

it('assigns to a computer that people make, and nothing that is gone', async () => {
  await task(5, 'computer-created-by-system', [{ type: 'assign-policy', parameterValue: 99 }]);
  await task(6, 'computer-created-by-system', [{ type: 'assign-group', parameterValue: 8 }]);
  await follow({ ...(await computer()), activated: 0 });
  expect(await computer()).toMatchObject({ policyID: 3, groupID: 8 });
});

it('deactivates a computer that was moved, and gives its seat back once', async () => {
  await task(5, 'computer-moved-by-system', [{ type: 'deactivate' }]);
  const before = await computer();
  await follow({ ...before, groupID: 8 }, before);
  expect(await host()).toMatchObject({ gone: true });
  const subscription = Object.values(await table.dump()).find(
    (item) =>
      (item as { pk?: string; sk?: string }).pk === tenant && (item as { sk?: string }).sk === 'subscription',
  );
  expect(subscription).toMatchObject({ activated: 0 });
});

it('does nothing for a computer that is deleted by then', async () => {
  await task(5, 'agent-ip-changed', [{ type: 'assign-policy', parameterValue: 4 }]);
  const before = await computer();
  await table.store.transact([{ remove: keys.computer(tenant, 1) }]);
  const change = { event: 'MODIFY', kind: 'computer', at: 5 } as const;
  await computerEvent(deps, { ...change, before, after: { ...before, lastIPUsed: '192.0.2.9' } });
  expect(await readComputer(table.store, tenant, 1)).toBeUndefined();
});
