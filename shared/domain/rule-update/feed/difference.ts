import { canonicalJson } from '../../policy/canonical.ts';
import type { FeedRule } from './feed-rule.ts';

/** Ids of rules by what became of them since the version before. */
export interface Difference {
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly removed: readonly number[];
  /** The engine has learnt them since; they may have changed as well. */
  readonly newlySupported: readonly number[];
}

export const differenceOf = (before: readonly FeedRule[], after: readonly FeedRule[]): Difference => {
  const old = new Map(before.map((rule) => [rule.ID, rule]));
  const now = new Set(after.map(({ ID }) => ID));
  const kept = after.flatMap((rule) => {
    const was = old.get(rule.ID);
    return was ? [{ rule, was }] : [];
  });
  return {
    added: after.filter(({ ID }) => !old.has(ID)).map(({ ID }) => ID),
    changed: kept.filter(({ rule, was }) => said(rule) !== said(was)).map(({ rule }) => rule.ID),
    removed: before.filter(({ ID }) => !now.has(ID)).map(({ ID }) => ID),
    newlySupported: kept
      .filter(({ rule, was }) => was.unsupported !== undefined && rule.unsupported === undefined)
      .map(({ rule }) => rule.ID),
  };
};

/** Nothing to publish. */
export const isSame = ({ added, changed, removed, newlySupported }: Difference): boolean =>
  added.length + changed.length + removed.length + newlySupported.length === 0;

/** Everything but whether the engine runs it, which is told apart, and since when. */
const said = ({ unsupported: _, since: _since, ...rule }: FeedRule): string => canonicalJson(rule);
