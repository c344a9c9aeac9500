import type { Catalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { chainOf, effectiveOf } from '../../shared/domain/policy/effective.ts';
import type { Policy } from '../../shared/schema/api/policy.ts';
import type { PolicyItem } from '../../shared/table/entities/policy.ts';

/** A policy as the API shows it: effective values, with the module texts that clients know (domain/api.md section 7). */
export const policyView = (item: PolicyItem, all: readonly PolicyItem[], catalogue: Catalogue): Policy => {
  const effective = effectiveOf(chainOf(item, new Map(all.map((policy) => [policy.ID, policy]))));
  const types = applicationTypesOf(effective.ipsRuleIDs, catalogue);
  return {
    ID: item.ID,
    name: item.name,
    ...(item.description !== undefined && { description: item.description }),
    ...(item.parentID !== undefined && { parentID: item.parentID }),
    firewall: {
      state: effective.firewallState,
      moduleStatus: moduleStatus(
        effective.firewallState === 'on' ? 'On' : 'Off',
        effective.firewallRuleIDs.length,
      ),
      ...(effective.firewallRuleIDs.length > 0 && { ruleIDs: [...effective.firewallRuleIDs] }),
    },
    intrusionPrevention: {
      state: effective.ipsState,
      moduleStatus: moduleStatus(ipsText[effective.ipsState], effective.ipsRuleIDs.length),
      ...(effective.ipsRuleIDs.length > 0 && { ruleIDs: [...effective.ipsRuleIDs] }),
      ...(types.length > 0 && { applicationTypeIDs: types }),
    },
  };
};

export const applicationTypesOf = (ruleIDs: readonly number[], catalogue: Catalogue): number[] =>
  [...new Set(ruleIDs.map((id) => catalogue.rule(id)?.applicationTypeID))]
    .filter((id) => id !== undefined)
    .sort((a, b) => a - b);

const ipsText = { off: 'Off', detect: 'On, Detect', prevent: 'On, Prevent' } as const;

const moduleStatus = (text: string, rules: number): Policy['firewall']['moduleStatus'] => ({
  status: text === 'Off' ? 'inactive' : 'active',
  statusMessage: `${text}, ${rules === 0 ? 'no rules' : `${rules} rule${rules === 1 ? '' : 's'}`}`,
});
