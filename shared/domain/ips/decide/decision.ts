import type { CompiledRule } from '../rule/model.ts';
import { REASON } from './reason.ts';
import { type Effect, type Posture, ruleEffect, sanityEffect, verdictOf } from './verdict.ts';

/** A rule that matched, or a sanity failure, while one packet was inspected. */
export interface Finding {
  readonly rule: CompiledRule | null;
  readonly reason: number | null;
  readonly toServer: boolean;
  readonly positionInStream: number;
}

/** What is to be done with the packet, and with the rest of its flow. */
export interface Judgement {
  readonly verdict: 'pass' | 'drop' | 'reset';
  readonly effects: readonly { readonly finding: Finding; readonly effect: Effect }[];
  readonly settles: 'dropped' | 'passed' | null;
}

const ENDING: ReadonlySet<number | null> = new Set([REASON.searchLimit, REASON.matchLimit]);

/**
 * Weighs what was found. A pass rule silences every rule found with it, as Suricata's default order has it, and
 * settles the flow when it read the stream. A drop or reset by a rule settles the flow; a sanity failure concerns its
 * packet alone, but for one that ends the reading: sent again, the packet would pass as a mere repetition. That rules
 * took too long is a matter of the rules, so in detect nothing is dropped for it.
 */
export function judge(posture: Posture, findings: readonly Finding[]): Judgement {
  const passing = findings.find(({ rule }) => rule?.action === 'pass');
  const effects: { finding: Finding; effect: Effect }[] = [];
  let dropped = false;
  for (const finding of findings) {
    const { rule } = finding;
    if (rule === null) {
      const ends = ENDING.has(finding.reason);
      const effect =
        finding.reason === REASON.matchLimit ? ruleEffect(posture, 'drop') : sanityEffect(posture);
      dropped ||= effect !== 'alert' && ends;
      effects.push({ finding, effect });
    } else if (passing === undefined && rule.action !== 'pass') {
      const effect = ruleEffect(posture, rule.action);
      dropped ||= effect !== 'alert';
      effects.push({ finding, effect });
    }
  }
  const passesFlow = passing?.rule != null && (passing.rule.scope.http || passing.rule.scope.stream);
  return {
    verdict: verdictOf(effects.map(({ effect }) => effect)),
    effects,
    settles: dropped ? 'dropped' : passesFlow ? 'passed' : null,
  };
}
