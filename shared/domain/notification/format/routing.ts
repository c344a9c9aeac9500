import { parseNetwork, within } from '../../address/network.ts';
import type { JsonEvent } from './json.ts';

/** Which events go to which topic: the field's own JSON, version `2014-09-24` (events.md section 8). */
export interface Routing {
  readonly Version: '2014-09-24';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Topic: string;
  /** Every line of every condition must hold; none: all events. */
  readonly Condition?: Readonly<Partial<Record<ConditionName, Readonly<Record<string, Wanted>>>>> | undefined;
}

type Scalar = string | number | boolean;
export type Wanted = Scalar | readonly Scalar[];
type Value = string | number | undefined;

const number = (value: Scalar | Value): number =>
  value === undefined || value === '' ? Number.NaN : Number(value);
const isTrue = (value: Scalar | Value): boolean =>
  typeof value === 'string' ? !['', '0', 'false'].includes(value.toLowerCase()) : Boolean(value);

const inNetwork = (value: Value, wanted: Scalar): boolean => {
  const address = parseNetwork(String(value));
  const range = parseNetwork(String(wanted));
  return address !== undefined && range !== undefined && within(address, range);
};

/** `*` stands for any run of characters, `?` for one. Takes at most text times pattern steps, whatever they are. */
export const isLike = (text: string, pattern: string): boolean => {
  let [t, p, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      t++;
      p++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
};

const lower = (value: Scalar | Value): string => String(value).toLowerCase();
const anyOf = (holds: (value: Value, wanted: Scalar) => boolean) =>
  ({ several: true, holds, all: false }) as const;
/** A negated test with several values holds when none of them is met. */
const noneOf = (holds: (value: Value, wanted: Scalar) => boolean) =>
  ({ several: true, holds: (value: Value, wanted: Scalar) => !holds(value, wanted), all: true }) as const;
const one = (holds: (value: Value, wanted: Scalar) => boolean) =>
  ({ several: false, holds, all: true }) as const;

const conditions = {
  Bool: one((value, wanted) => isTrue(value) === isTrue(wanted)),
  Exists: one((value, wanted) => (value !== undefined) === isTrue(wanted)),
  IpAddress: anyOf(inNetwork),
  NotIpAddress: noneOf(inNetwork),
  NumericEquals: anyOf((value, wanted) => number(value) === number(wanted)),
  NumericNotEquals: noneOf((value, wanted) => number(value) === number(wanted)),
  NumericGreaterThan: one((value, wanted) => number(value) > number(wanted)),
  NumericGreaterThanEquals: one((value, wanted) => number(value) >= number(wanted)),
  NumericLessThan: one((value, wanted) => number(value) < number(wanted)),
  NumericLessThanEquals: one((value, wanted) => number(value) <= number(wanted)),
  StringEquals: anyOf((value, wanted) => String(value) === String(wanted)),
  StringNotEquals: noneOf((value, wanted) => String(value) === String(wanted)),
  StringEqualsIgnoreCase: anyOf((value, wanted) => lower(value) === lower(wanted)),
  StringNotEqualsIgnoreCase: noneOf((value, wanted) => lower(value) === lower(wanted)),
  StringLike: anyOf((value, wanted) => value !== undefined && isLike(String(value), String(wanted))),
  StringNotLike: noneOf((value, wanted) => value !== undefined && isLike(String(value), String(wanted))),
} as const;

export type ConditionName = keyof typeof conditions;
export const conditionNames = Object.keys(conditions) as readonly ConditionName[];
export const takesSeveral = (name: ConditionName): boolean => conditions[name].several;

/** Topics that an event goes to, each once: statements are tested one by one, the lines of one together. */
export const topicsFor = (routing: Routing, event: JsonEvent): readonly string[] => [
  ...new Set(routing.Statement.filter((statement) => isMet(statement, event)).map(({ Topic }) => Topic)),
];

const isMet = ({ Condition = {} }: Statement, event: JsonEvent): boolean =>
  Object.entries(Condition).every(([name, lines]) =>
    Object.entries(lines).every(([property, wanted]) =>
      lineHolds(name as ConditionName, Object.hasOwn(event, property) ? event[property] : undefined, wanted),
    ),
  );

const lineHolds = (name: ConditionName, value: Value, wanted: Wanted): boolean => {
  const { holds, all } = conditions[name];
  const values = Array.isArray(wanted) ? wanted : [wanted as Scalar];
  if (value === undefined && name !== 'Exists') return all && name.includes('Not');
  return all ? values.every((each) => holds(value, each)) : values.some((each) => holds(value, each));
};
