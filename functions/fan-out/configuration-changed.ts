import { firewallRuleItem } from '../../shared/table/entities/firewall-rule.ts';
import { policyItem } from '../../shared/table/entities/policy.ts';
import { compilePoliciesWith, compilePolicy } from './compile-policy.ts';
import type { Follow } from './deps.ts';

/** A changed policy, or a rule that policies share, becomes contents that hosts will find at their next beat. */
export const policyChanged: Follow = async (deps, { after }) => {
  const { tenant, ID } = policyItem.parse(after);
  await compilePolicy(deps, tenant, ID);
};

export const firewallRuleChanged: Follow = async (deps, { after }) => {
  const { tenant, ID } = firewallRuleItem.parse(after);
  await compilePoliciesWith(deps, tenant, ID);
};
