import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mendKillAlerts, settleKills } from '../../../../functions/sweep/settle-kills.ts';
import { dismiss } from '../../../../shared/domain/alert/end.ts';
import { KILLED, KILLED_HERE, killedAlert } from '../../../../shared/domain/alert/rule-killed.ts';
import { changeAlert, listAlerts, readAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import type { PolicyItem } from '../../../../shared/table/entities/policy/policy.ts';
import type { RuleKillsItem } from '../../../../shared/table/entities/rules/rule-kills.ts';
import { keys, OPERATOR, partitions } from '../../../../shared/table/keys.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 24, 12);
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
  now = NOON;
});

const deps = () => ({ store: table.storeAt(() => now), now: () => now });
const kill = (ID: number, more = {}) => ({ ID, reason: 'It blocks the shop.', at: NOON, by: 'ops', ...more });
const listOf = (...rules: RuleKillsItem['rules']): RuleKillsItem => ({
  ...keys.ruleKills,
  ...{ kind: 'rule-kills', sequence: now, jws: 'x', rules },
});
const assign = (...ipsRuleIDs: number[]) => {
  const policy: PolicyItem = {
    ...keys.policy(tenant, 3),
    ...{ kind: 'policy', tenant, ID: 3, revision: 1, name: 'Web', firewallRuleIDs: [], ipsRuleIDs },
  };
  return table.store.put(policy);
};
const alert = () => readAlert(table.store, tenant, KILLED_HERE, 'rule-5001');
const told = async () =>
  (await table.store.queryAll(partitions.systemEvents(tenant, Math.floor(NOON / HOUR)), systemEventItem)).map(
    ({ number, severity, targetID }) => [number, severity, targetID],
  );

describe('a tenant with a rule that is taken off', () => {
  const OFF = [472, 'warning', 5001];

  it('is told once, by an event and an alert, and once more when the rule may run again', async () => {
    await assign(5001, 5002);
    const list = listOf(kill(5001, { version: 7 }), kill(6001));
    for (let look = 0; look < 3; look++) await settleKills(deps(), tenant, list);
    expect(await told()).toEqual([OFF]);
    expect(await listAlerts(table.store, tenant)).toMatchObject([
      {
        state: 'raised',
        target: 'rule-5001',
        subject: {
          reason: 'Rule 5001, as version 7 of the rules has it, is taken off every host: It blocks the shop.',
        },
      },
    ]);
    now += 60_000;
    for (let look = 0; look < 2; look++) await settleKills(deps(), tenant, listOf());
    expect(await told()).toEqual([OFF, [472, 'info', 5001]]);
    expect(await alert()).toMatchObject({ state: 'cleared' });
  });

  it('is not told again after a person dismissed it, until the rule is taken off anew', async () => {
    await assign(5001);
    const list = listOf(kill(5001));
    await settleKills(deps(), tenant, list);
    await changeAlert(table.store, tenant, KILLED_HERE, 'rule-5001', (current) => {
      const outcome = dismiss(current, now);
      return outcome.ok ? outcome.value : undefined;
    });
    now += HOUR;
    await settleKills(deps(), tenant, list);
    expect(await alert()).toMatchObject({ state: 'dismissed' });
    await settleKills(deps(), tenant, listOf());
    await settleKills(deps(), tenant, listOf(kill(5001, { at: now })));
    expect(await alert()).toMatchObject({ state: 'raised' });
  });

  it('is told in its hour of what it assigns later, and no more when it assigns it to nothing', async () => {
    await assign(1);
    const list = listOf(kill(5001));
    await settleKills(deps(), tenant, list);
    expect(await told()).toEqual([]);
    await assign(5001);
    now += HOUR + 5 * 60_000;
    await settleKills(deps(), tenant, list);
    expect(await alert()).toBeUndefined();
    now = NOON + 2 * HOUR;
    await settleKills(deps(), tenant, list);
    expect(await alert()).toMatchObject({ state: 'raised' });
    expect(await told()).toEqual([OFF]);
    await assign(1);
    now += HOUR;
    await settleKills(deps(), tenant, list);
    expect(await alert()).toMatchObject({ state: 'cleared' });
    expect(await told()).toEqual([OFF]);
  });

  it('is told by the next look where a crash left the event without its alert', async () => {
    await assign(5001);
    const { store } = deps();
    const crashed = { ...store, get: () => Promise.reject(new Error('ended')) };
    await expect(settleKills({ ...deps(), store: crashed }, tenant, listOf(kill(5001)))).rejects.toThrow();
    await settleKills(deps(), tenant, listOf(kill(5001)));
    expect(await told()).toEqual([OFF]);
    expect(await alert()).toMatchObject({ state: 'raised' });
  });
});

it('mends the operator’s alerts where the change of the list was cut off behind it', async () => {
  const operators = async () =>
    (await listAlerts(table.store, OPERATOR)).map(({ target, state }) => [target, state]);
  await table.store.put(listOf(kill(5001)));
  await changeAlert(table.store, OPERATOR, KILLED, 'rule-5002', (current) =>
    killedAlert(current, 5002, 'lifted since', NOON),
  );
  for (let look = 0; look < 2; look++) expect((await mendKillAlerts(deps()))?.rules).toHaveLength(1);
  expect(await operators()).toEqual([
    ['rule-5001', 'raised'],
    ['rule-5002', 'cleared'],
  ]);
});
