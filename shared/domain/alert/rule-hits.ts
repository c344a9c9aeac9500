import { type EventFacts, endOf, isStopped, occurrences, peerOf } from '../event/facts.ts';
import { MOST_SOURCES } from './state.ts';

/** What one batch says of one rule, or of all rules together that the catalogue does not know. */
export interface RuleHits {
  /** What the hits are counted under: a host could otherwise raise an alert, and mail, for each number it invents. */
  readonly topic: number | 'unknown';
  /** Of the first hit. */
  readonly ruleID: number;
  /** Name by the host; the catalogue's own is preferred where it knows the rule. */
  readonly reason: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical' | undefined;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly blocked: number;
  readonly sources: readonly string[];
}

/** Rules of one batch that are told of; a host that reports more is being scanned with everything there is. */
export const MOST_RULES_ALERTED = 50;

/** Hits of intrusion prevention rules by rule, blocked or only detected; the engine's own reasons are not rules. */
export const ruleHits = (events: readonly EventFacts[], isKnown: (ruleID: number) => boolean): RuleHits[] => {
  const byTopic = new Map<RuleHits['topic'], { ruleID: number; hits: EventFacts[] }>();
  for (const event of events) {
    const { kind, ruleID } = event;
    if (kind !== 'intrusion-prevention' || ruleID === undefined) continue;
    const topic = isKnown(ruleID) ? ruleID : 'unknown';
    const others = byTopic.get(topic);
    if (others) others.hits.push(event);
    else if (byTopic.size < MOST_RULES_ALERTED) byTopic.set(topic, { ruleID, hits: [event] });
  }
  return [...byTopic].map(([topic, { ruleID, hits }]) => ({ topic, ruleID, ...sumUp(hits) }));
};

const sumUp = (hits: readonly EventFacts[]) => ({
  reason: hits[0]?.reason ?? '',
  severity: hits[0]?.severity as RuleHits['severity'],
  first: hits.reduce((first, event) => Math.min(first, event.at), Number.POSITIVE_INFINITY),
  last: hits.reduce((last, event) => Math.max(last, endOf(event)), Number.NEGATIVE_INFINITY),
  count: total(hits),
  blocked: total(hits.filter(isStopped)),
  sources: [...new Set(hits.flatMap((event) => peerOf(event) ?? []))].slice(0, MOST_SOURCES),
});

const total = (events: readonly EventFacts[]): number =>
  events.reduce((sum, event) => sum + occurrences(event), 0);
