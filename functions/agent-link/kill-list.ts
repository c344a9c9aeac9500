import { type RuleKillsItem, readRuleKills } from '../../shared/table/entities/rules/rule-kills.ts';
import type { Store } from '../../shared/table/store.ts';

/** Ms for which an instance goes on with the list it knows: so late at most does a beat miss a kill. */
export const KILLS_KNOWN_FOR = 10_000;

/**
 * The list of killed rules as an instance knows it: one read in ten seconds, however many beats there are, so that a
 * beat costs what it always did.
 */
export const createKillList = (
  store: Store,
  now: () => number,
): (() => Promise<RuleKillsItem | undefined>) => {
  let known: { readonly at: number; readonly list: Promise<RuleKillsItem | undefined> } | undefined;
  return () => {
    if (known && now() - known.at < KILLS_KNOWN_FOR) return known.list;
    const asked = { at: now(), list: readRuleKills(store) };
    known = asked;
    asked.list.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.list;
  };
};
