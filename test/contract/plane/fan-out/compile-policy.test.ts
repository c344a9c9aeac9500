import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CompileDeps, compilePolicy } from '../../../../functions/fan-out/compile-policy.ts';
import { contentName } from '../../../../shared/ports/blob.ts';
import { newSubscription } from '../../../../shared/table/entities/order/subscription.ts';
import { type PolicyItem, readHead } from '../../../../shared/table/entities/policy/policy.ts';
import { keys, partitions } from '../../../../shared/table/keys.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let tenant: string;
let stored: Set<string>;
let deps: CompileDeps;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = crypto.randomUUID();
  stored = new Set();
  deps = {
    store: table.store,
    blobs: { put: async (name) => void stored.add(name), get: async () => undefined },
    now: () => 1_800_000_000_000,
  };
  await table.store.put({
    ...newSubscription(tenant),
    ...{ menu: 'managed-virtual-patch', modules: ['intrusion-prevention', 'firewall'] },
  } as never);
});

const save = (ipsState: 'prevent' | 'detect'): Promise<unknown> => {
  const policy: PolicyItem = {
    ...keys.policy(tenant, 3),
    ...{ kind: 'policy', tenant, ID: 3, revision: 1, name: 'Web' },
    ...{ firewallRuleIDs: [], ipsRuleIDs: [1], ipsState },
  };
  return table.store.put(policy);
};
const hashOf = async () => (await readHead(table.store, tenant, 'p3'))?.hash;
/** What a compile of `ipsState` that nothing disturbs comes to. */
const hashWith = async (ipsState: 'prevent' | 'detect') => {
  await save(ipsState);
  await compilePolicy(deps, tenant, 3);
  return hashOf();
};

it('takes a change into force although the clock was set back since the last one', async () => {
  await hashWith('prevent');
  await save('detect');
  await compilePolicy({ ...deps, now: () => deps.now() - 3_600_000 }, tenant, 3);
  const behind = await hashOf();
  expect(behind).toBe(await hashWith('detect'));
  expect(stored).toContain(contentName(tenant, String(behind)));
});

it.each(['before', 'after'] as const)(
  'ends at the newest policy when another compile runs %s its reads',
  async (when) => {
    const detect = await hashWith('detect');
    await hashWith('prevent');
    let once = true;
    const overtaken: CompileDeps['store'] = {
      ...deps.store,
      async queryAll(pk, schema, range) {
        const between = async (): Promise<void> => {
          if (pk !== partitions.policies(tenant) || !once) return;
          once = false;
          await save('detect');
          await compilePolicy(deps, tenant, 3);
        };
        if (when === 'before') await between();
        const read = await table.store.queryAll(pk, schema, range);
        if (when === 'after') await between();
        return read;
      },
    };
    await save('prevent');
    await compilePolicy({ ...deps, store: overtaken }, tenant, 3);
    expect(await hashOf()).toBe(detect);
  },
);
