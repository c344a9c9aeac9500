import { effectiveOf } from '../domain/policy/effective.ts';
import type { Level } from '../domain/policy/level.ts';
import { applicationTypesOf, type TenantRuleBook } from './rule-book.ts';

/** The firewall and intrusion prevention of a level, effective or only its own, without a module's status. */
export const levelView = (
  chain: readonly Level[],
  ownOnly: boolean,
  book: Pick<TenantRuleBook, 'ipsRule'>,
) => {
  const level = ownOnly ? (chain[0] as Level) : effectiveOf(chain);
  const types = applicationTypesOf(level.ipsRuleIDs, book);
  return {
    firewall: {
      ...(level.firewallState && { state: level.firewallState }),
      ...(level.statefulConfigurationID && { globalStatefulConfigurationID: level.statefulConfigurationID }),
      ...(level.statefulAssignments && {
        statefulConfigurationAssignments: {
          statefulConfigurationAssignments: [...level.statefulAssignments],
        },
      }),
      ...(level.firewallRuleIDs.length > 0 && { ruleIDs: [...level.firewallRuleIDs] }),
    },
    intrusionPrevention: {
      ...(level.ipsState && { state: level.ipsState }),
      ...(level.ipsRuleIDs.length > 0 && { ruleIDs: [...level.ipsRuleIDs] }),
      ...(types.length > 0 && { applicationTypeIDs: types }),
    },
  };
};
