import { type EventFacts, endOf, isStopped, occurrences } from './facts.ts';

/** What is known of a batch without unpacking it: enough to skip batches that a search cannot want. */
export interface BatchSummary {
  /** First and last moment told of, epoch ms by the host's clock. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Occurrences that did not pass; folded events count as often as they occurred. */
  readonly blocked: number;
  readonly kinds: string[];
  readonly ruleIDs: number[];
  /** Reasons of the engine itself, by number (events.md sections 3 and 4). */
  readonly reasons: number[];
  readonly severities: string[];
  /** The most frequent source addresses. */
  readonly sources: string[];
}

export const MOST_RULES = 50;
export const MOST_REASONS = 20;
export const MOST_SOURCES = 8;

/** Sums up at least one event. Lists are bounded: the most frequent come first and stay. */
export const summarise = (events: readonly EventFacts[]): BatchSummary => {
  const ruleIDs = new Map<number, number>();
  const reasons = new Map<number, number>();
  const sources = new Map<string, number>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let blocked = 0;
  for (const event of events) {
    const times = occurrences(event);
    from = Math.min(from, event.at);
    to = Math.max(to, endOf(event));
    if (isStopped(event)) blocked += times;
    count(ruleIDs, event.ruleID, times);
    count(reasons, event.ruleID === undefined && event.status ? event.status : undefined, times);
    count(sources, event.sourceIP, times);
  }
  return {
    from,
    to,
    count: events.length,
    blocked,
    kinds: [...new Set(events.map((event) => event.kind))],
    ruleIDs: most(ruleIDs, MOST_RULES),
    reasons: most(reasons, MOST_REASONS),
    severities: [...new Set(events.flatMap((event) => event.severity ?? []))],
    sources: most(sources, MOST_SOURCES),
  };
};

const count = <T>(counts: Map<T, number>, value: T | undefined, times: number): void => {
  if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + times);
};

const most = <T>(counts: Map<T, number>, limit: number): T[] =>
  [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([value]) => value);
