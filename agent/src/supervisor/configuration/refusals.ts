import type { ContentRefused } from './accept-content.ts';
import { type Armed, WITHDRAWN } from './arm.ts';

/** Faults of the content itself: the same bytes would fail again, so they are not fetched again. */
const LASTING: ReadonlySet<ContentRefused['reason']> = new Set([
  'not-unpackable',
  'too-large',
  'malformed-content',
  'unknown-format',
  'does-not-compile',
]);

export const isLasting = (refusal: ContentRefused): boolean => LASTING.has(refusal.reason);

/**
 * With a configuration in force, a new one of which no rule at all can be used is taken for broken, not for a wish:
 * it is refused as a whole. Undefined: it may be applied, and single bad rules are disarmed alone.
 */
export const doesNotCompile = (armed: Armed, somethingRuns: boolean): ContentRefused | undefined => {
  const wanted = armed.config.intrusionPrevention;
  const usable = armed.rules.length - armed.kept.length;
  if (!somethingRuns || wanted.state === 'off' || wanted.rules.length === 0 || usable > 0) return undefined;
  const first = armed.refused.find(({ reason }) => reason !== WITHDRAWN);
  if (!first) return undefined;
  return {
    ok: false,
    reason: 'does-not-compile',
    message: `None of its rules can be used here; rule ${first.ruleID}: ${first.reason}.`,
  };
};
