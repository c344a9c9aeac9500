import type { FirewallAction } from './rule.ts';

/** Within one priority; allow exists at 0 and log-only at 4 only. */
const RANK: Record<FirewallAction, number> = {
  bypass: 0,
  'log-only': 1,
  'force-allow': 2,
  deny: 3,
  allow: 4,
};

interface Ranked {
  readonly ruleID: number;
  readonly priority: number;
  readonly action: FirewallAction;
}

/** Evaluation order: priority descending, then action (FW-7, FW-9). Never the order of creation or assignment; the id only makes it total. */
export function inEvaluationOrder<T extends Ranked>(rules: readonly T[]): T[] {
  return [...rules].sort(
    (a, b) => b.priority - a.priority || RANK[a.action] - RANK[b.action] || a.ruleID - b.ruleID,
  );
}
