import type { ApplicationType } from '../../ips/catalogue/rule.ts';
import { splitRule } from '../../ips/rule/text.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { factsOf } from './facts.ts';
import { type FeedRule, feedRuleOf } from './feed-rule.ts';
import type { Identify } from './identify.ts';
import { MOST_RULES } from './limits.ts';
import type { FeedLine } from './line-reader.ts';
import { lineKind } from './rule-line.ts';
import { type Reason, tally } from './tally.ts';

/** What one source gave. */
export interface Collected {
  readonly rules: readonly FeedRule[];
  /** How many of them by name of the file that they stood in. */
  readonly files: Readonly<Record<string, number>>;
  /** Lines that are rules, or want to be. */
  readonly read: number;
  /** Rules behind `#`: whoever publishes them switched them off, so they are counted and not offered. */
  readonly switchedOff: number;
  readonly refused: readonly Reason[];
}

export interface Collector {
  /** Refuses, for good, when the source has more rules than any real one. */
  take(line: FeedLine, file: string): Outcome<undefined>;
  collected(): Collected;
}

/** Reads the rules of one source, line by line, each by itself: one that is bad is refused alone. */
export const collector = (
  source: string,
  identify: Identify,
  types: readonly ApplicationType[],
  most: number = MOST_RULES,
): Collector => {
  const bySid = new Map<number, FeedRule>();
  const refused = tally();
  const files = new Map<string, number>();
  let read = 0;
  let switchedOff = 0;

  /** Why the rule is not taken, or undefined. */
  const takeRule = (text: string, file: string): string | undefined => {
    const split = splitRule(text);
    if (!split.ok) return split.reason;
    const facts = factsOf(split.rule);
    if (!facts) return 'rule has no sid that is a number';
    const before = bySid.get(facts.sid);
    if (before) refused.add('sid stands there twice: the higher revision is taken');
    if (before && before.revision >= facts.rev) return undefined;
    const ID = identify.idOf(source, facts.sid);
    if (!ID.ok) return ID.message;
    bySid.set(facts.sid, feedRuleOf({ rule: split.rule, facts, text }, { ID: ID.value, source, types }));
    if (!before) files.set(file, (files.get(file) ?? 0) + 1);
    return undefined;
  };

  return {
    take(line, file) {
      if (line.broken !== undefined) {
        read++;
        refused.add(`line is ${line.broken}`);
        return accept(undefined);
      }
      const kind = lineKind(line.text);
      if (kind === 'switched-off') switchedOff++;
      if (kind === 'rule') {
        read++;
        if (read > most) return refuse('too-large', `${source}: more than ${most} rules.`, 'too-many-rules');
        const reason = takeRule(line.text.trim(), file);
        if (reason !== undefined) refused.add(reason);
      }
      return accept(undefined);
    },
    collected: () => ({
      rules: [...bySid.values()],
      files: Object.fromEntries(files),
      read,
      switchedOff,
      refused: refused.groups(),
    }),
  };
};
