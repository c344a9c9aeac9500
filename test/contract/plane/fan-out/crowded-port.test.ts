import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CompileDeps, compileAll, compilePolicy } from '../../../../functions/fan-out/compile-policy.ts';
import { dismiss } from '../../../../shared/domain/alert/end.ts';
import { changeAlert, listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { type PolicyItem, readHead } from '../../../../shared/table/entities/policy/policy.ts';
import { keys, partitions } from '../../../../shared/table/keys.ts';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { call } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/** IPS-11: nine application types on one port and direction. */
let table: TestTable;
let tenant: TestTenant;
let deps: CompileDeps;
let now = 1_800_000_000_000;
let stored: Set<string>;
let ruleIDs: number[];
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

beforeEach(async () => {
  stored = new Set();
  tenant = await commerce(table.store).subscribed(5);
  deps = {
    store: table.store,
    blobs: { put: async (name) => void stored.add(name), get: async () => undefined },
    now: () => now++,
  };
  ruleIDs = [];
  for (let i = 1; i <= 9; i++) {
    const type = { name: `Type ${i}`, direction: 'incoming', protocol: 'tcp', portType: 'multiple' };
    const applicationTypeID = await make('applicationtypes', { ...type, portMultiple: ['8000-8010'] });
    const rule = { name: `Rule ${i}`, template: 'signature', signature: `attack-${i}` };
    ruleIDs.push(await make('intrusionpreventionrules', { ...rule, applicationTypeID }));
  }
});

const make = async (path: string, body: object): Promise<number> => {
  const handler = collectionsFunction(table.store);
  const made = await call<{ ID: number }>(handler, { path: `/api/${path}`, headers: tenant.auth, body });
  expect(made.status).toBe(200);
  return made.body.ID;
};
const save = (members: Partial<PolicyItem>): Promise<unknown> => {
  const policy: PolicyItem = {
    ...keys.policy(tenant.guid, 3),
    ...{ kind: 'policy', tenant: tenant.guid, ID: 3, revision: 1, name: 'Web' },
    ...{ firewallRuleIDs: [], ipsRuleIDs: [], ipsState: 'prevent' },
    ...members,
  };
  return table.store.put(policy);
};
const compiled = async (members: Partial<PolicyItem>) => {
  await save(members);
  await compilePolicy(deps, tenant.guid, 3);
  return readHead(table.store, tenant.guid, 'p3');
};
const alerts = async () =>
  (await listAlerts(table.store, tenant.guid)).map(({ state, subject }) => ({ state, ...subject }));
const numbers = async (): Promise<number[]> => {
  const hour = Math.floor(now / 3_600_000);
  const items = await table.store.queryAll(partitions.systemEvents(tenant.guid, hour), systemEventItem, {
    consistent: true,
  });
  return items.map(({ number }) => number).filter((number) => number > 500);
};

describe('a ninth application type on a port', () => {
  it('leaves hosts what they have, says why, and is over by itself', async () => {
    const good = await compiled({ ipsRuleIDs: ruleIDs.slice(0, 8) });
    expect(good).toMatchObject({ hash: expect.any(String) });
    expect(await alerts()).toEqual([]);

    const bad = await compiled({ ipsRuleIDs: ruleIDs, firewallState: 'on' });
    expect(bad).toMatchObject({
      hash: good?.hash,
      failed: expect.stringContaining('Port 8000, incoming: 9'),
    });
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ state: 'raised', policyID: 3, policyName: 'Web' });
    for (const name of ['8000', 'incoming', ...ruleIDs.map((_, i) => `Type ${i + 1}`)]) {
      expect(alert?.reason).toContain(name);
    }
    expect((await numbers()).sort()).toEqual([580, 804, 805]);

    await compilePolicy(deps, tenant.guid, 3);
    expect((await numbers()).sort()).toEqual([580, 804, 805]);

    const mended = await compiled({ ipsRuleIDs: ruleIDs.slice(1), firewallState: 'on' });
    expect(mended).not.toHaveProperty('failed');
    expect(mended?.hash).not.toBe(good?.hash);
    expect(await alerts()).toMatchObject([{ state: 'cleared' }]);
    expect((await numbers()).sort()).toEqual([580, 581, 804, 805]);
    expect(stored.size).toBe(2);
  });

  it('gives hosts of a policy that never compiled nothing', async () => {
    expect(await compiled({ ipsRuleIDs: ruleIDs })).not.toHaveProperty('hash');
    expect(stored.size).toBe(0);
  });

  it('is no failure where intrusion prevention is off, or a level moves one of the types', async () => {
    expect(await compiled({ ipsRuleIDs: ruleIDs, ipsState: 'off' })).not.toHaveProperty('failed');
    expect(await compiled({ ipsRuleIDs: ruleIDs })).toHaveProperty('failed');
    const rule = await call<{ applicationTypeID: number }>(collectionsFunction(table.store), {
      path: `/api/intrusionpreventionrules/${ruleIDs[0]}`,
      headers: tenant.auth,
    });
    const moved = { [rule.body.applicationTypeID]: { portType: 'multiple', portMultiple: ['9000'] } };
    expect(await compiled({ ipsRuleIDs: ruleIDs, applicationTypes: moved })).not.toHaveProperty('failed');
  });

  it('stays dismissed while nothing changes, and is told again when it is another crowd', async () => {
    await compiled({ ipsRuleIDs: ruleIDs });
    const [item] = await listAlerts(table.store, tenant.guid);
    if (!item) throw new Error('no alert');
    await changeAlert(table.store, tenant.guid, item.type, item.target, (current) => {
      const dismissed = dismiss(current, now);
      return dismissed.ok ? dismissed.value : undefined;
    });
    await compilePolicy(deps, tenant.guid, 3);
    expect(await alerts()).toMatchObject([{ state: 'dismissed' }]);
    const type = await make('applicationtypes', {
      ...{ name: 'Type 10', direction: 'incoming', protocol: 'tcp' },
      ...{ portType: 'multiple', portMultiple: ['8005'] },
    });
    const tenth = await make('intrusionpreventionrules', {
      ...{ name: 'Tenth', template: 'signature', signature: 'attack-10' },
      applicationTypeID: type,
    });
    await compiled({ ipsRuleIDs: [...ruleIDs.slice(1), tenth] });
    expect(await alerts()).toMatchObject([{ state: 'raised', reason: expect.stringContaining('Port 8005') }]);
  });

  it('ends when the policy is deleted', async () => {
    await compiled({ ipsRuleIDs: ruleIDs });
    await table.store.remove(keys.policy(tenant.guid, 3));
    await compileAll(deps, tenant.guid);
    expect(await alerts()).toMatchObject([{ state: 'cleared' }]);
  });

  it('of a computer alone concerns that computer', async () => {
    const good = await compiled({ ipsRuleIDs: ruleIDs.slice(0, 8) });
    await table.store.put({
      ...keys.computerOverrides(tenant.guid, 7),
      ...{ kind: 'computer-overrides', tenant: tenant.guid, ID: 7, policyID: 3, revision: 1 },
      ...{ firewallRuleIDs: [], ipsRuleIDs: ruleIDs.slice(8) },
    } as never);
    await compilePolicy(deps, tenant.guid, 3);
    expect(await readHead(table.store, tenant.guid, 'p3')).toMatchObject({ hash: good?.hash });
    expect(await readHead(table.store, tenant.guid, 'c7')).toHaveProperty('failed');
    expect(await alerts()).toMatchObject([{ state: 'raised', computerID: 7, computerName: 'Computer 7' }]);
    expect((await numbers()).sort()).toEqual([580, 804, 806]);
  });
});
