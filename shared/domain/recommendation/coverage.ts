import type { CatalogueRule } from '../ips/catalogue/rule.ts';
import type { EffectivePolicy } from '../policy/effective.ts';

/**
 * What stands between a CVE and a host that is open to it. A rule is a virtual patch, not a patch (IPS-12): whatever
 * this says, the host stays open until its package is updated.
 * - `prevented`: an assigned rule stops it. `detected`: an assigned rule only tells of it.
 * - `assignable`: there is a rule, and it is not in force here. `no-rule`: there is none.
 */
export type Cover = 'prevented' | 'detected' | 'assignable' | 'no-rule';

type Policy = Pick<EffectivePolicy, 'ipsState' | 'ipsRuleIDs' | 'ipsRules'>;

/** `rules`: those about the CVE. */
export const coverOf = (
  rules: readonly CatalogueRule[],
  { ipsState, ipsRuleIDs, ipsRules }: Policy,
): Cover => {
  if (rules.length === 0) return 'no-rule';
  const inForce = ipsState === 'off' ? [] : rules.filter(({ ID }) => ipsRuleIDs.includes(ID));
  if (inForce.length === 0) return 'assignable';
  const stops = inForce.some((rule) => !rule.detectOnly && ipsRules?.[rule.ID]?.detectOnly !== true);
  return stops && ipsState === 'prevent' ? 'prevented' : 'detected';
};
