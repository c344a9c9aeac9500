import { checkFirewallRule, checkTypesNamed } from '../../shared/domain/firewall/check.ts';
import { MOST_FIREWALL_RULES } from '../../shared/domain/policy/limits.ts';
import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import type { Stored } from '../../shared/schema/api/collection.ts';
import { firewallRules } from '../../shared/schema/api/policy/firewall-rule.ts';
import { FIRST_TENANT_RULE_ID } from '../../shared/table/entities/policy/firewall-rule.ts';
import { assignedTo } from './assigned-to.ts';
import { checkReferences } from './references.ts';

type Rule = Stored<typeof firewallRules>;

/** The tenant's firewall rules; one that anything uses stays (FW-11). */
export const firewallRuleHandlers = (deps: ApiDeps): readonly Handler[] =>
  collectionHandlers(deps, firewallRules, {
    firstID: FIRST_TENANT_RULE_ID,
    most: MOST_FIREWALL_RULES,
    events: { title: 'Firewall Rule', created: 410, deleted: 411, updated: 412, values: true },
    check: async (item, { caller, given, before }) => {
      const named = checkTypesNamed(before ? given : asked(given), before);
      if (!named.ok) return named;
      const rule = filledIn(item, given);
      const checked = checkFirewallRule(rule);
      return checked.ok ? checkReferences(deps.store, caller.tenantID, rule, before) : checked;
    },
    users: (tenant, { ID }) => assignedTo(deps.store, tenant, 'firewallRuleIDs', ID),
  });

/** A creation arrives with the schema's own types `any`, which nobody asked for. */
const asked = (given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(given).filter(([member, value]) => !(member.endsWith('Type') && value === 'any')),
  );

/** Numbers of the frame types by IEEE 802; `any` and `other` have none of their own. */
const FRAMES: Partial<Record<Rule['frameType'], number>> = {
  ip: 2048,
  ipv4: 2048,
  arp: 2054,
  revarp: 32_821,
  ipv6: 34_525,
};

/** What a manager fills in: the one priority that an action may have, the number of a named frame type. */
const filledIn = (rule: Rule, given: Readonly<Record<string, unknown>>): Rule => {
  const { frameNumber: _, ...rest } = rule;
  const frameNumber = rule.frameType === 'other' ? rule.frameNumber : FRAMES[rule.frameType];
  const only = rule.action === 'log-only' ? '4' : rule.action === 'allow' ? '0' : undefined;
  // A creation arrives with the schema's own priority 0, which nobody asked for.
  const open = given.priority === undefined || given.priority === '0';
  return {
    ...rest,
    ...(only !== undefined && open && given.action !== undefined && { priority: only }),
    ...(frameNumber !== undefined && { frameNumber }),
  };
};
