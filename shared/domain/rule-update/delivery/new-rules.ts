import { type Catalogue, catalogueOf } from '../../ips/catalogue/index.ts';
import type { FeedRule } from '../feed/feed-rule.ts';

/**
 * Says of each rule which version of the catalogue brought it: the one in which the engine could first run it. None of
 * the first version says so, nor what was there before versions told it; a rule that went and came back is new again.
 */
export const dated = (
  rules: readonly FeedRule[],
  before: readonly FeedRule[],
  version: number,
): readonly FeedRule[] => {
  const old = new Map(before.map((rule) => [rule.ID, rule]));
  return rules.map((rule) => {
    const { since: _, ...said } = rule;
    const was = old.get(rule.ID);
    const known = before.length === 0 || (was !== undefined && was.unsupported === undefined);
    const since = known ? was?.since : version;
    return rule.unsupported !== undefined || since === undefined ? said : { ...said, since };
  });
};

/**
 * A catalogue as a tenant has it that began with version `first`: rules that came with later ones detect until the
 * tenant says otherwise, because nobody has seen yet what they do to its traffic.
 */
export const withNewInDetect = (catalogue: Catalogue, first: number): Catalogue => {
  const isNew = ({ since = 0 }: { readonly since?: number }): boolean => since > first;
  if (!catalogue.rules.some(isNew)) return catalogue;
  const rules = catalogue.rules.map((rule) => (isNew(rule) ? { ...rule, startsInDetect: true } : rule));
  return { ...catalogue, ...catalogueOf(rules, catalogue.applicationTypes) };
};
