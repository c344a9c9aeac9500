import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { markSilent } from '../../../../functions/sweep/mark-silent.ts';
import { settleUpdates } from '../../../../functions/sweep/settle-updates.ts';
import { presenceAlert } from '../../../../shared/domain/alert/presence.ts';
import { NOT_RECEIVING } from '../../../../shared/domain/alert/updates-overdue.ts';
import { changeAlert, listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { type HostItem, hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { askForAll } from '../../../../shared/table/entities/policy/configuration-mark.ts';
import { readTenantRules, takeVersion } from '../../../../shared/table/entities/rules/tenant-rules.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const identity = createIdentity();
let table: TestTable;
let tenant: string;
let now: number;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(() => {
  // Of this tenant it is the turn at the full hour.
  tenant = `000000${randomUUID().slice(6)}`;
  now = Date.UTC(2026, 10, 20);
});

const store = () => table.storeAt(() => now);
/** The tenant takes a version up; `compiled`: its contents are made from it. */
const take = async (version: number, compiled = true) => {
  const before = await readTenantRules(store(), tenant);
  await store().transact(takeVersion(tenant, before, { version, jws: 'x' }, version, now));
  const asked = `rules ${version}`;
  await store().put({ ...askForAll(tenant, asked, now), ...(compiled && { compiled: asked }) });
};
const host = (ID: number, more: Partial<HostItem>) =>
  seedComputer(store(), tenant, ID, identity, { host: { seen: now, ...more } });
const says = (ID: number, set: Partial<HostItem>) =>
  store().update(keys.host(tenant, ID), { set: { seen: now, ...set } }, hostItem);
const nothing = { send: async () => undefined };
/** One look of the sweep; all hosts that are not said to be silent have beaten. */
const look = async (silent: readonly number[] = []) => {
  for (const ID of [1, 2, 3]) if (!silent.includes(ID)) await says(ID, {});
  const deps = {
    ...{ store: store(), logger: quietLogger(), now: () => now, erase: async () => true, beatSeconds: 600 },
    ...{ orders: nothing, notify: nothing, tasks: nothing, reports: nothing, exports: nothing },
  };
  const marked = await markSilent(deps, tenant, 0, () => true);
  if (marked) await settleUpdates(deps, tenant, marked, () => true);
  return (await listAlerts(store(), tenant))
    .filter(({ type, state }) => type === NOT_RECEIVING && state === 'raised')
    .map(({ subject }) => subject.computerID);
};
const fleet = async () => {
  await take(1);
  for (const ID of [1, 2, 3]) await host(ID, { rules: { version: 1, at: now } });
  now += HOUR;
  await take(2);
  await says(1, { rules: { version: 2, at: now } });
};

it('hosts without their tenant’s rules for a day are told of, until they run them', async () => {
  await fleet();
  now += DAY - HOUR;
  expect(await look()).toEqual([]);
  now += HOUR;
  expect(await look()).toEqual([2, 3]);
  const [first] = await listAlerts(store(), tenant);
  expect(first?.subject.reason).toContain(
    'It runs version 1 of the rules; version 2 is due since 2026-11-20T01',
  );
  // Another version begins no new day for who missed one already, and none is late with it at once.
  await take(3);
  now += HOUR;
  expect(await look()).toEqual([2, 3]);
  await says(2, { rules: { version: 3, at: now } });
  await says(1, { rules: { version: 3, at: now } });
  now += HOUR;
  expect(await look()).toEqual([3]);
  await store().remove(keys.host(tenant, 3));
  await host(3, { gone: true });
  expect(await look()).toEqual([]);
});

it('a silent host keeps what stands and is told of for nothing else; one that is back has time to fetch', async () => {
  await fleet();
  now += 2 * DAY;
  expect(await look([3])).toEqual([2]);
  now += HOUR;
  expect(await look([2, 3])).toEqual([2]);
  await changeAlert(store(), tenant, 'unable-to-communicate', 'computer-3', (current) =>
    presenceAlert(current, { offline: true, seen: now - HOUR }, { computerID: 3 }, now),
  );
  await changeAlert(store(), tenant, 'unable-to-communicate', 'computer-3', (current) =>
    presenceAlert(current, undefined, { computerID: 3 }, now),
  );
  await says(3, { offline: false });
  now += HOUR;
  expect(await look([2])).toEqual([2]);
  now += 2 * HOUR;
  expect(await look([2])).toEqual([2, 3]);
});

it('nobody is late with what is still being made', async () => {
  await fleet();
  await take(3, false);
  now += 2 * DAY;
  expect(await look()).toEqual([]);
});
