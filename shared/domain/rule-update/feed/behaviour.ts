import type { CatalogueRule } from '../../ips/catalogue/rule.ts';
import { type Behaviour, type BehaviourLine, behaviourTable, reviews } from './behaviour-table.ts';
import { classTypeOf } from './class-types.ts';
import type { RuleFacts } from './facts.ts';

export interface Decided {
  readonly behaviour: Behaviour;
  readonly because: string;
}

const reviewed = new Map(reviews.map((review) => [review.sid, review]));

/** The default behaviour of a rule by the published table: our review first, then class, confidence and severity. */
export const behaviourOf = (facts: RuleFacts, severity: CatalogueRule['severity']): Decided => {
  const review = reviewed.get(facts.sid);
  if (review) return { behaviour: review.behaviour, because: review.because };
  const { tells } = classTypeOf(facts.classType);
  const line = behaviourTable.find((each) => holds(each, tells, facts.confidence, severity));
  return { behaviour: line?.behaviour ?? 'detect', because: line?.because ?? '' };
};

const holds = (
  line: BehaviourLine,
  tells: ReturnType<typeof classTypeOf>['tells'],
  confidence: RuleFacts['confidence'],
  severity: CatalogueRule['severity'],
): boolean =>
  (line.tells?.includes(tells) ?? true) &&
  (line.confidence?.includes(confidence) ?? true) &&
  (line.severity?.includes(severity) ?? true);
