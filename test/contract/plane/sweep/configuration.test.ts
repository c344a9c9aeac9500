import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { compileAll } from '../../../../functions/fan-out/compile-policy.ts';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import { checkConfiguration } from '../../../../functions/sweep/check-configuration.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import {
  newSubscription,
  type SubscriptionItem,
} from '../../../../shared/table/entities/order/subscription.ts';
import {
  type ConfigurationMarkItem,
  readConfigurationMark,
} from '../../../../shared/table/entities/policy/configuration-mark.ts';
import { type PolicyItem, readHead } from '../../../../shared/table/entities/policy/policy.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { quietLogger } from '../../../support/call.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let tenant: string;
let now: number;
let stored = 0;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  // Of this tenant it is the turn at the full hour.
  tenant = `000000${crypto.randomUUID().slice(6)}`;
  now = Date.UTC(2026, 10, 23, 12);
  stored = 0;
  await entitled(['intrusion-prevention', 'firewall']);
});

const entitled = (modules: SubscriptionItem['modules']): Promise<unknown> => {
  const subscription: SubscriptionItem = { ...newSubscription(tenant), modules };
  return table.store.put(subscription);
};
const sender = { send: async () => {} };
const deps = () => ({
  store: table.store,
  logger: quietLogger(),
  now: () => now,
  orders: sender,
  notify: sender,
  tasks: sender,
  reports: { send: async () => undefined },
  exports: { send: async () => undefined },
  deliver: sender,
  notificationRules: async () => [],
  erase: async () => true,
  beatSeconds: 600,
  blobs: { put: async () => void stored++, get: async () => undefined },
});
const save = (revision: number, ipsState: 'prevent' | 'detect'): Promise<unknown> => {
  const policy: PolicyItem = {
    ...keys.policy(tenant, 3),
    ...{ kind: 'policy', tenant, ID: 3, revision, name: 'Web' },
    ...{ firewallRuleIDs: [], ipsRuleIDs: [1], ipsState },
  };
  return table.store.put(policy);
};
const mark = (): Promise<ConfigurationMarkItem | undefined> => readConfigurationMark(table.store, tenant);
const head = () => readHead(table.store, tenant, 'p3');
/** One look of the sweep; what the stream makes of its mark, unless that is lost too. */
const look = async ({ lost = false } = {}): Promise<boolean> => {
  const before = await mark();
  await checkConfiguration(deps(), tenant);
  const after = await mark();
  if (!after || after.at === before?.at) return false;
  if (!lost) await followRecord(deps())(streamRecord(after, before));
  return true;
};
const nextHour = (): void => {
  now += 3_600_000;
};

it('compiles a policy whose record was lost, and then nothing more', async () => {
  await save(1, 'prevent');
  await compileAll(deps(), tenant);
  const first = await head();
  await save(2, 'detect');
  expect(await look()).toBe(true);
  const mended = await head();
  expect(mended?.hash).not.toBe(first?.hash);
  const asked = await mark();
  expect(asked?.compiled).toBe(asked?.asked);
  nextHour();
  expect(await look()).toBe(false);
});

it('asks again when that record is lost too', async () => {
  await save(1, 'prevent');
  expect(await look({ lost: true })).toBe(true);
  expect(await head()).toBeUndefined();
  nextHour();
  expect(await look()).toBe(true);
  expect(await head()).toBeDefined();
});

it('does not answer its own answer', async () => {
  await save(1, 'prevent');
  await look();
  const answered = await mark();
  const before = stored;
  await followRecord(deps())(streamRecord(answered, answered));
  expect(stored).toBe(before);
});

it.each([
  ['a rule', () => table.store.put(newObject(tenant, 'firewallrules', 10_000_001, { name: 'x' }))],
  ['a list', () => table.store.put(newObject(tenant, 'iplists', 1, { name: 'x', items: [] }))],
  ['what is entitled', () => entitled(['firewall'])],
  [
    'a computer’s own',
    () =>
      table.store.put({
        ...keys.computerOverrides(tenant, 7),
        ...{ kind: 'computer-overrides', tenant, ID: 7, policyID: 3, revision: 1 },
        ...{ firewallRuleIDs: [], ipsRuleIDs: [] },
      } as never),
  ],
  ['a policy that is gone', () => table.store.remove(keys.policy(tenant, 4))],
])('%s counts', async (_, change) => {
  await save(1, 'prevent');
  await table.store.put({ ...keys.policy(tenant, 4), ...{ kind: 'policy', revision: 1 } } as never);
  await checkConfiguration(deps(), tenant);
  const before = (await mark())?.asked;
  await change();
  nextHour();
  await checkConfiguration(deps(), tenant);
  expect((await mark())?.asked).not.toBe(before);
});

it('costs nothing where it is not the tenant’s turn, and writes nothing where there is nothing to compile', async () => {
  expect(await look()).toBe(false);
  await save(1, 'prevent');
  now += 5 * 60_000;
  expect(await look()).toBe(false);
  now += 55 * 60_000;
  expect(await look()).toBe(true);
});
