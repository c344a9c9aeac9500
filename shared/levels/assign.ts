import { accept, missing, type Outcome, refuse } from '../domain/outcome.ts';
import { checkRemoval, type DependenciesOf, withDependencies } from '../domain/policy/dependencies.ts';
import { effectiveOf } from '../domain/policy/effective.ts';
import type { Level } from '../domain/policy/level.ts';
import { chainOfLevel, levelName, type OwnedLevel } from './owner.ts';

export type RuleMember = 'ipsRuleIDs' | 'firewallRuleIDs';

/**
 * The level with these rules as its own. Rules that come from above anyway stay there, so that writing an effective
 * view back does not bind them here as well.
 */
export const withRules = (
  { own, above }: OwnedLevel,
  member: RuleMember,
  ids: readonly number[],
  dependenciesOf: DependenciesOf,
): Level => {
  const inherited = new Set(effectiveOf(above)[member]);
  const all = member === 'ipsRuleIDs' ? withDependencies(ids, dependenciesOf) : ids;
  return { ...own, [member]: [...new Set(all)].filter((id) => !inherited.has(id)).sort((a, b) => a - b) };
};

/** Takes one rule off; one that is assigned above can only be taken off there (behaviour.md section 4). */
export const withoutRule = (
  level: OwnedLevel,
  member: RuleMember,
  ruleID: number,
  dependenciesOf: DependenciesOf,
): Outcome<Level> => {
  const { own, above } = level;
  if (own[member].includes(ruleID)) {
    const remaining = effectiveOf(chainOfLevel(level))[member];
    const free =
      member === 'ipsRuleIDs' ? checkRemoval(ruleID, remaining, dependenciesOf) : accept(undefined);
    return free.ok ? accept({ ...own, [member]: own[member].filter((id) => id !== ruleID) }) : free;
  }
  const holder = above.find((candidate) => candidate[member].includes(ruleID));
  return holder
    ? refuse(
        'invalid',
        `Rule ${ruleID} is assigned by ${levelName(holder)} and can only be unassigned there.`,
        'inherited',
      )
    : missing('rule assignment');
};
