import type { CatalogueRule } from '../ips/catalogue/rule.ts';
import type { EffectivePolicy } from '../policy/effective.ts';

/** A rule may say that it must be configured first, or that it is known to hit what is harmless. */
export interface Caution {
  readonly needsConfiguration?: boolean;
  readonly proneToFalsePositives?: boolean;
}

/** Whether people took a rule or its whole application type out of recommendations. */
export const isExcluded = (
  policy: Pick<EffectivePolicy, 'ipsRules' | 'applicationTypes'>,
  rule: CatalogueRule,
): boolean =>
  policy.ipsRules?.[rule.ID]?.recommendationsMode === 'ignored' ||
  policy.applicationTypes?.[rule.applicationTypeID]?.recommendationsMode === 'ignored';

/** Why a scan neither assigns nor takes off a rule by itself (behaviour.md section 5); undefined: it does. */
export const leftToPeople = (
  policy: Pick<EffectivePolicy, 'ipsRules' | 'applicationTypes'>,
  rule: (CatalogueRule & Caution) | undefined,
): string | undefined => {
  if (!rule) return 'It is in no catalogue any more.';
  if (rule.type === 'custom') return 'It is a rule of your own.';
  if (isExcluded(policy, rule)) return 'It, or its application type, is excluded from recommendations.';
  if (rule.needsConfiguration) return 'It needs to be configured first.';
  if (rule.proneToFalsePositives) return 'It is known to hit harmless traffic; look at it first.';
  return undefined;
};

const AUTO_APPLY = 'intrusionPreventionSettingAutoApplyRecommendationsEnabled';

/** Clients write `yes` and `Yes`. */
export const appliesByItself = ({ settings }: Pick<EffectivePolicy, 'settings'>): boolean =>
  settings?.[AUTO_APPLY]?.toLowerCase() === 'yes';

/** Clients read the two lists and assign by them. */
export interface Advice {
  readonly toAssign: readonly number[];
  readonly toUnassign: readonly number[];
}

/** What a scan's lists come to with the rules as they are assigned now. */
export const adviceOf = (
  scan: { readonly recommended: readonly number[]; readonly unneeded: readonly number[] },
  policy: Pick<EffectivePolicy, 'ipsRuleIDs' | 'ipsRules' | 'applicationTypes'>,
  ruleOf: (ID: number) => CatalogueRule | undefined,
): Advice => {
  const assigned = new Set(policy.ipsRuleIDs);
  const included = (ID: number): boolean => {
    const rule = ruleOf(ID);
    return rule !== undefined && !isExcluded(policy, rule);
  };
  return {
    toAssign: scan.recommended.filter((ID) => !assigned.has(ID) && included(ID)),
    toUnassign: scan.unneeded.filter((ID) => assigned.has(ID) && included(ID)),
  };
};

/** Application types that what is to be assigned would bring to where no rule of them is assigned yet. */
export const newTypesOf = (
  { toAssign }: Pick<Advice, 'toAssign'>,
  { ipsRuleIDs }: Pick<EffectivePolicy, 'ipsRuleIDs'>,
  ruleOf: (ID: number) => CatalogueRule | undefined,
): readonly number[] => {
  const typesOf = (IDs: readonly number[]) =>
    new Set(IDs.flatMap((ID) => ruleOf(ID)?.applicationTypeID ?? []));
  const assigned = typesOf(ipsRuleIDs);
  return [...typesOf(toAssign)].filter((type) => !assigned.has(type)).sort((a, b) => a - b);
};
