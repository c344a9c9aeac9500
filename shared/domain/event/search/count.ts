import { accept, type Outcome, refuse } from '../../outcome.ts';
import { isStopped, occurrences } from '../facts.ts';
import { type EventClass, type EventField, eventFields } from './fields.ts';
import type { Around, SearchedEvent } from './searched.ts';

const HOUR = 3_600_000;
/** Values of one field that are told apart in one call. */
const MOST_VALUES = 10_000;

/** How many events have a value. Folded events occurred more than once; what did not pass was stopped. */
export interface Count {
  readonly events: number;
  readonly occurrences: number;
  readonly stopped: number;
}

export interface ValueCount extends Count {
  readonly value: string | number | boolean;
}

export interface Counts {
  readonly total: Count;
  readonly by: Readonly<Record<string, readonly ValueCount[]>>;
}

/** Counts events by values of fields, each field by itself; `hour` is the hour of their time, in epoch ms. */
export interface Counter {
  readonly needs: ReadonlySet<NonNullable<EventField['needs']>>;
  readonly add: (found: SearchedEvent, around: Around) => void;
  /** The most frequent first, hours newest first; no more than `most` of a field. */
  readonly counts: (most: number) => Counts;
}

/** A field that the class does not have is refused by name. */
export const createCounter = (cls: EventClass, by: readonly string[]): Outcome<Counter> => {
  const fields: Readonly<Record<string, EventField>> = eventFields[cls];
  const unknown = by.find((name) => name !== 'hour' && !(Object.hasOwn(fields, name) && name !== 'text'));
  if (unknown !== undefined) {
    return refuse('invalid', `by: events of this class are not counted by ${unknown}`, 'invalid', {
      field: 'by',
    });
  }
  const total = zero();
  const groups = by.map((name) => ({ name, values: new Map<ValueCount['value'], Tally>() }));
  return accept({
    needs: new Set(by.flatMap((name) => fields[name]?.needs ?? [])),
    add: (found, around) => {
      raise(total, found);
      for (const { name, values } of groups) {
        for (const value of new Set(valuesOf(name, fields[name], found, around))) {
          const tally = values.get(value);
          if (tally) raise(tally, found);
          else if (values.size < MOST_VALUES) values.set(value, raise(zero(), found));
        }
      }
    },
    counts: (most) => ({
      total,
      by: Object.fromEntries(groups.map(({ name, values }) => [name, ordered(name, values).slice(0, most)])),
    }),
  });
};

interface Tally extends Count {
  events: number;
  occurrences: number;
  stopped: number;
}

const zero = (): Tally => ({ events: 0, occurrences: 0, stopped: 0 });

const raise = (tally: Tally, { event }: SearchedEvent): Tally => {
  const facts = event as unknown as Parameters<typeof occurrences>[0];
  const times = occurrences(facts);
  tally.events += 1;
  tally.occurrences += times;
  if (isStopped(facts)) tally.stopped += times;
  return tally;
};

const valuesOf = (
  name: string,
  field: EventField | undefined,
  found: SearchedEvent,
  around: Around,
): readonly ValueCount['value'][] => {
  if (name === 'hour') return [Math.floor(Number(found.event.at) / HOUR) * HOUR];
  const value = field?.of ? field.of(found, around) : found.event[name];
  return (Array.isArray(value) ? value : [value]).filter(
    (each): each is ValueCount['value'] => each !== undefined && each !== null,
  );
};

const ordered = (name: string, values: ReadonlyMap<ValueCount['value'], Tally>): readonly ValueCount[] => {
  const all = [...values].map(([value, tally]) => ({ value, ...tally }));
  return name === 'hour'
    ? all.sort((a, b) => Number(b.value) - Number(a.value))
    : all.sort((a, b) => b.occurrences - a.occurrences || (String(a.value) < String(b.value) ? -1 : 1));
};
