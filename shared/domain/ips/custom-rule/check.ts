import { accept, type Outcome, refuse } from '../../outcome.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { CustomDefinition } from './definition.ts';
import { translateCustomRule } from './translate.ts';

interface CustomRule extends Omit<CustomDefinition, 'template'> {
  readonly ID: number;
  readonly applicationTypeID: number;
  readonly template?: CustomDefinition['template'] | undefined;
  readonly dependsOnRuleIDs?: readonly number[] | undefined;
}

/**
 * Whether a tenant's own rule may be saved: its application type and the rules it depends on exist, none of those
 * depends on it, and what it looks for is something that hosts load. `ID` is 0 while the rule is new.
 */
export const checkCustomRule = (rule: CustomRule, catalogue: Catalogue): Outcome<undefined> => {
  const type = catalogue.applicationType(rule.applicationTypeID);
  if (!type) {
    return refuse(
      'invalid',
      `applicationTypeID: there is no application type ${rule.applicationTypeID}.`,
      'unknown-reference',
    );
  }
  if (!rule.template) {
    return refuse('invalid', 'template: give signature, start-end-patterns or custom.', 'missing-member');
  }
  for (const needed of rule.dependsOnRuleIDs ?? []) {
    if (!catalogue.rule(needed)) {
      return refuse(
        'invalid',
        `dependsOnRuleIDs: there is no intrusion prevention rule ${needed}.`,
        'unknown-reference',
      );
    }
    if (needed === rule.ID || neededBy(needed, catalogue).has(rule.ID)) {
      return refuse('invalid', `dependsOnRuleIDs: rule ${needed} depends on this rule.`, 'rule-loop');
    }
  }
  const texts = translateCustomRule(rule.ID, { ...rule, template: rule.template }, type);
  return texts.ok ? accept(undefined) : texts;
};

/** Every rule that a rule depends on, however far. */
export const neededBy = (ruleID: number, catalogue: Catalogue): ReadonlySet<number> => {
  const found = new Set<number>();
  const open = [ruleID];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const needed of catalogue.rule(next)?.dependsOnRuleIDs ?? []) {
      if (!found.has(needed)) {
        found.add(needed);
        open.push(needed);
      }
    }
  }
  return found;
};
