import {
  KILLED,
  KILLED_HERE,
  killedAlert,
  killedReason,
  killedTarget,
} from '../../shared/domain/alert/rule-killed.ts';
import { stillStands } from '../../shared/domain/alert/standing.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { effectiveOf } from '../../shared/domain/policy/effective.ts';
import { loadTree } from '../../shared/levels/tree.ts';
import { type AlertItem, changeAlert, eachAlert } from '../../shared/table/entities/alert/alert.ts';
import { settleStanding } from '../../shared/table/entities/alert/standing-alert.ts';
import { listComputerOverrides } from '../../shared/table/entities/computer/computer-overrides.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { type RuleKillsItem, readRuleKills } from '../../shared/table/entities/rules/rule-kills.ts';
import { OPERATOR } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';
import { isTurnOf } from './turn.ts';

type KillDeps = Pick<SweepDeps, 'store' | 'now'>;
type Killed = RuleKillsItem['rules'][number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_REASON = 500;

/** The operator's alerts of rules taken off, where what was to follow the change of the list was cut off. */
export const mendKillAlerts = async ({ store, now }: KillDeps): Promise<RuleKillsItem | undefined> => {
  const alerts = await alertsOf(store, OPERATOR, KILLED);
  // After the alerts: one whose kill came in between is not taken for a lifted one.
  const list = await readRuleKills(store);
  const off = new Map(list?.rules.map((rule) => [rule.ID, rule]));
  for (const { ID, reason, at } of off.values()) {
    await changeAlert(store, OPERATOR, KILLED, killedTarget(ID), (current) =>
      killedAlert(current, ID, reason, at),
    );
  }
  for (const { state, target, began, subject } of alerts) {
    const { ruleID } = subject;
    if (state !== 'raised' || ruleID === undefined || off.has(ruleID)) continue;
    await changeAlert(store, OPERATOR, KILLED, target, (current) =>
      current?.began === began ? killedAlert(current, ruleID, undefined, now()) : undefined,
    );
  }
  return list;
};

/**
 * Tells a tenant of the rules it uses that the operator took off every host (SRV-2): system event 472 and an alert, which
 * ends when the rule may run again or is assigned to nothing. Looked at in the hour after the list changed, and then
 * once an hour for what is assigned meanwhile.
 */
export const settleKills = async (
  { store, now }: KillDeps,
  tenant: string,
  list: RuleKillsItem | undefined,
): Promise<void> => {
  const at = now();
  if (!list || (at - list.sequence > HOUR && !isTurnOf(tenant, at))) return;
  const standing = (await alertsOf(store, tenant, KILLED_HERE)).filter(stillStands);
  if (standing.length + list.rules.length === 0) return;
  const used = await usedRules(store, tenant);
  const off = list.rules.filter(({ ID }) => used.has(ID));
  const known = new Set(standing.map(({ target }) => target));
  for (const rule of off) {
    const reason = plainLine(killedReason(rule), MOST_REASON);
    // The event first, by its cause: broken off here, it is written once more as it is.
    if (!known.has(killedTarget(rule.ID))) await store.put(takenOff(tenant, rule, reason, at));
    await settleStanding(store, tenant, KILLED_HERE, killedTarget(rule.ID), { ruleID: rule.ID, reason }, at);
  }
  for (const { target, began, subject } of standing) {
    if (off.some(({ ID }) => killedTarget(ID) === target)) continue;
    const isLifted = !list.rules.some(({ ID }) => killedTarget(ID) === target);
    if (isLifted && subject.ruleID !== undefined)
      await store.put(lifted(tenant, subject.ruleID, began, list.sequence));
    await settleStanding(store, tenant, KILLED_HERE, target, undefined, at);
  }
};

const alertsOf = async (store: Store, tenant: string, type: AlertItem['type']): Promise<AlertItem[]> => {
  const found: AlertItem[] = [];
  for await (const alert of eachAlert(store, tenant, type)) found.push(alert);
  return found;
};

/** What the tenant's policies and computers have assigned, themselves or from above. */
const usedRules = async (store: Store, tenant: string): Promise<ReadonlySet<number>> => {
  const [tree, overrides] = await Promise.all([
    loadTree(store, tenant),
    listComputerOverrides(store, tenant),
  ]);
  const chains = [
    ...tree.policies.map(({ ID }) => tree.chain(ID)),
    ...overrides.map((own) => [own, ...tree.chain(own.policyID)]),
  ];
  return new Set(chains.flatMap((chain) => effectiveOf(chain).ipsRuleIDs));
};

const UPDATED = { number: 472, title: 'Intrusion Prevention Rule Updated', actionBy: 'System' } as const;
const about = (ruleID: number) => ({ targetType: 'Intrusion Prevention Rule', targetID: ruleID });

/** Of the day it is told on where that is later: a rule may be assigned long after it was taken off. */
const takenOff = (tenant: string, { ID, at }: Killed, description: string, now: number) =>
  systemEvent(tenant, {
    id: `rule-killed-${ID}-${at}`,
    at: Math.max(at, now - (now % DAY)),
    ...UPDATED,
    severity: 'warning',
    description,
    ...about(ID),
  });

const lifted = (tenant: string, ruleID: number, began: number, at: number) =>
  systemEvent(tenant, {
    id: `rule-kill-lifted-${ruleID}-${began}`,
    at,
    ...UPDATED,
    severity: 'info',
    description: `Rule ${ruleID} may run again on every host.`,
    ...about(ruleID),
  });
