import { type EventFacts, isStopped, occurrences } from './facts.ts';

const HOUR = 3_600_000;

/** What was seen of one kind in one hour. Numbers are occurrences; folded events count as often as they occurred. */
export interface Tally {
  readonly events: number;
  readonly occurrences: number;
  readonly stopped: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly severities: Readonly<Record<string, number>>;
  /** By id; the most frequent. */
  readonly rules: Readonly<Record<string, number>>;
  /** Engine reasons by number; the most frequent. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly sources: Readonly<Record<string, number>>;
  readonly computers: Readonly<Record<string, number>>;
}

/** By hour (epoch ms of its begin) and kind. */
export type Tallies = Readonly<Record<string, Readonly<Record<string, Tally>>>>;

type Lists = Pick<Tally, 'rules' | 'reasons' | 'sources' | 'computers' | 'actions' | 'severities'>;

/** Most values of each list in one tally. Beyond it the least frequent go, so that its item stays small. */
export const MOST_TALLIED: Readonly<Record<keyof Lists, number>> = {
  actions: 10,
  severities: 10,
  rules: 50,
  reasons: 30,
  sources: 30,
  computers: 250,
};

const listNames = Object.keys(MOST_TALLIED) as (keyof Lists)[];

/** Adds up the events of one computer. `hour`: where all of them count, when their own times cannot be trusted. */
export const tally = (events: readonly EventFacts[], computerID: number, hour?: number): Tallies => {
  const sum: Record<string, Record<string, Growing>> = {};
  for (const event of events) {
    const at = hour ?? Math.floor(event.at / HOUR) * HOUR;
    sum[at] ??= {};
    const kinds = sum[at];
    kinds[event.kind] ??= empty();
    count(kinds[event.kind] as Growing, event, computerID);
  }
  return addTallies({}, sum);
};

/** The sum of both; `factor` widens the bounds of lists, where a reader adds up many. */
export const addTallies = (a: Tallies, b: Tallies, factor = 1): Tallies => {
  const sum: Record<string, Record<string, Tally>> = {};
  for (const [hour, kinds] of [...Object.entries(a), ...Object.entries(b)]) {
    const there = sum[hour] ?? {};
    for (const [kind, tally] of Object.entries(kinds)) {
      const other = there[kind];
      there[kind] = addTally(other ?? nothing, tally, factor);
    }
    sum[hour] = there;
  }
  return sum;
};

export const addTally = (a: Tally, b: Tally, factor = 1): Tally => ({
  events: a.events + b.events,
  occurrences: a.occurrences + b.occurrences,
  stopped: a.stopped + b.stopped,
  ...(Object.fromEntries(
    listNames.map((name) => [name, added(a[name], b[name], MOST_TALLIED[name] * factor)]),
  ) as unknown as Lists),
});

const added = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
  most: number,
): Record<string, number> => {
  const sum = new Map(Object.entries(a));
  for (const [value, times] of Object.entries(b)) sum.set(value, (sum.get(value) ?? 0) + times);
  const entries = [...sum];
  return Object.fromEntries(
    entries.length <= most ? entries : entries.sort((x, y) => y[1] - x[1]).slice(0, most),
  );
};

const nothing: Tally = {
  ...{ events: 0, occurrences: 0, stopped: 0 },
  ...{ actions: {}, severities: {}, rules: {}, reasons: {}, sources: {}, computers: {} },
};

type Growing = { -readonly [K in keyof Tally]: Tally[K] extends number ? number : Record<string, number> };

const empty = (): Growing => ({
  ...{ events: 0, occurrences: 0, stopped: 0 },
  ...{ actions: {}, severities: {}, rules: {}, reasons: {}, sources: {}, computers: {} },
});

const count = (sum: Growing, event: EventFacts, computerID: number): void => {
  const times = occurrences(event);
  const raise = (list: Record<string, number>, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') list[value] = (list[value] ?? 0) + times;
  };
  sum.events += 1;
  sum.occurrences += times;
  if (isStopped(event)) sum.stopped += times;
  raise(sum.actions, event.action);
  raise(sum.severities, event.severity);
  raise(sum.rules, event.ruleID);
  raise(sum.reasons, event.ruleID === undefined && event.status ? event.status : undefined);
  raise(sum.sources, event.sourceIP);
  raise(sum.computers, computerID);
};
