import { gated } from '../replay.ts';
import type { Collected } from './collect.ts';
import { type Difference, differenceOf } from './difference.ts';
import type { FeedRule } from './feed-rule.ts';
import { type Reason, tally } from './tally.ts';

/** What an import found, for the operator (SRV-2). Counts are of rules. */
export interface ImportReport {
  readonly sources: readonly SourceReport[];
  readonly read: number;
  /** Kept, whether the engine runs them or not. */
  readonly accepted: number;
  /** Kept and run by the engine: what tenants see. */
  readonly usable: number;
  readonly switchedOff: number;
  readonly refused: { readonly count: number; readonly reasons: readonly Reason[] };
  readonly unsupported: { readonly count: number; readonly reasons: readonly Reason[] };
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly newlySupported: number;
  /** Fire on ordinary traffic; those that would prevent start in detect. */
  readonly firing: number;
  readonly withCVE: number;
  readonly CVEs: number;
  readonly byBehaviour: Readonly<Record<FeedRule['behaviour'], number>>;
  readonly bySeverity: Readonly<Record<FeedRule['severity'], number>>;
}

export interface SourceReport {
  readonly name: string;
  readonly read: number;
  readonly accepted: number;
  readonly switchedOff: number;
  readonly refused: number;
}

export interface Assembled {
  /** By id. */
  readonly rules: readonly FeedRule[];
  readonly difference: Difference;
  readonly report: ImportReport;
}

/** Makes one version out of what the sources gave; `fired` is what the replay of ordinary traffic found. */
export const assemble = (
  sources: readonly (Collected & { readonly name: string })[],
  before: readonly FeedRule[],
  replay: (rules: readonly FeedRule[]) => ReadonlyMap<number, string>,
): Assembled => {
  const all = sources.flatMap(({ rules }) => rules).sort((a, b) => a.ID - b.ID);
  const fired = replay(all);
  const rules = gated(all, fired);
  const difference = differenceOf(before, rules);
  return { rules, difference, report: reportOf(sources, rules, difference, fired.size) };
};

const reportOf = (
  sources: readonly (Collected & { readonly name: string })[],
  rules: readonly FeedRule[],
  difference: Difference,
  firing: number,
): ImportReport => {
  const unsupported = tally();
  for (const rule of rules) if (rule.unsupported !== undefined) unsupported.add(rule.unsupported);
  const refused = merged(sources);
  const sum = (member: 'read' | 'switchedOff'): number =>
    sources.reduce((total, source) => total + source[member], 0);
  return {
    sources: sources.map((source) => ({
      name: source.name,
      read: source.read,
      accepted: source.rules.length,
      switchedOff: source.switchedOff,
      refused: countOf(source.refused),
    })),
    read: sum('read'),
    accepted: rules.length,
    usable: rules.length - unsupported.total(),
    switchedOff: sum('switchedOff'),
    refused: { count: countOf(refused), reasons: refused },
    unsupported: { count: unsupported.total(), reasons: unsupported.groups() },
    added: difference.added.length,
    changed: difference.changed.length,
    removed: difference.removed.length,
    newlySupported: difference.newlySupported.length,
    firing,
    withCVE: rules.filter(({ CVE }) => CVE.length > 0).length,
    CVEs: new Set(rules.flatMap(({ CVE }) => CVE)).size,
    byBehaviour: counted(rules, ['prevent', 'detect', 'detect-only'], ({ behaviour }) => behaviour),
    bySeverity: counted(rules, ['critical', 'high', 'medium', 'low'], ({ severity }) => severity),
  };
};

const counted = <K extends string>(
  rules: readonly FeedRule[],
  words: readonly K[],
  wordOf: (rule: FeedRule) => K,
): Record<K, number> =>
  Object.fromEntries(
    words.map((word) => [word, rules.filter((rule) => wordOf(rule) === word).length]),
  ) as Record<K, number>;

const merged = (sources: readonly Collected[]): readonly Reason[] => {
  const counts = new Map<string, number>();
  for (const { reason, count } of sources.flatMap(({ refused }) => refused)) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
};

const countOf = (reasons: readonly Reason[]): number => reasons.reduce((sum, { count }) => sum + count, 0);
