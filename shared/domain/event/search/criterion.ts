import { parseNetwork, within } from '../../address/network.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { type ReadyTest, readyTest } from '../../search/criterion.ts';
import type { Criterion } from '../../search/filter.ts';
import { type EventClass, type EventField, eventFields } from './fields.ts';
import type { Around, SearchedEvent } from './searched.ts';

/** A criterion made ready for events. */
export interface EventTest {
  readonly criterion: Criterion;
  readonly field: string;
  readonly spec: EventField;
  /** It can hold only for an event that has the value asked for: what a summary can rule out. */
  readonly positive: boolean;
  /** Whether a single value fits. */
  readonly fits: (value: unknown) => boolean;
  readonly holds: (found: SearchedEvent, around: Around) => boolean;
}

/**
 * Reads one criterion of a search of events, as the API's other searches do (domain/search), and beyond that: an
 * address may be a range, and text without wildcards is looked for anywhere in `text`.
 */
export const eventTest = (cls: EventClass, criterion: Criterion): Outcome<EventTest> => {
  const fields = eventFields[cls];
  const kinds = Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, kind]));
  const field = criterion.fieldName ?? '';
  const anywhere = field === 'text' ? containing(criterion) : criterion;
  const ready = readyTest(anywhere, kinds);
  if (!ready.ok) return ready;
  const spec = (fields as Readonly<Record<string, EventField>>)[ready.value.field] as EventField;
  const negated = [criterion.stringTest, criterion.choiceTest, ready.value.operator].includes('not-equal');
  const one = spec.address ? addressTest(criterion, ready.value) : accept(alone(ready.value));
  if (!one.ok) return one;
  const fits = one.value;
  const valuesOf = valuesIn(spec, ready.value.field);
  const together = ({ value: { holds, field: name } }: { value: ReadyTest }) => {
    return (found: SearchedEvent, around: Around) => holds({ [name]: valuesOf(found, around) });
  };
  return accept({
    criterion,
    field: ready.value.field,
    spec,
    positive: !negated && ready.value.test !== 'null',
    fits,
    holds: usesSides(spec, ready.value)
      ? (found, around) => sides(valuesOf(found, around))[negated ? 'every' : 'some'](fits)
      : together(ready),
  });
};

/** Of two sides, "not equal" must hold for both. */
const usesSides = (spec: EventField, { test, field }: ReadyTest): boolean =>
  test !== 'null' && (spec.address === true || field === 'port');

const sides = (values: unknown): readonly unknown[] =>
  (Array.isArray(values) ? values : [values]).filter((value) => value !== undefined);

const valuesIn =
  ({ of }: EventField, field: string) =>
  (found: SearchedEvent, around: Around): unknown =>
    of ? of(found, around) : found.event[field];

const alone =
  ({ holds, field }: ReadyTest) =>
  (value: unknown): boolean =>
    holds({ [field]: value });

const containing = (criterion: Criterion): Criterion => {
  const { stringValue, stringWildcards } = criterion;
  return stringValue === undefined || stringWildcards === false || /[%_]/.test(stringValue)
    ? criterion
    : { ...criterion, stringValue: `%${stringValue}%` };
};

/** An address is compared as such, whatever its notation; a range holds the addresses in it. */
const addressTest = (
  { fieldName, stringValue, stringTest }: Criterion,
  ready: ReadyTest,
): Outcome<(value: unknown) => boolean> => {
  if (ready.test !== 'string' || stringValue === undefined) return accept(alone(ready));
  const wanted = parseNetwork(stringValue);
  if (!wanted) {
    return stringValue.includes('/')
      ? refuse(
          'invalid',
          `Invalid SearchFilter: ${fieldName} ${stringValue} is no address range`,
          'invalid-search',
        )
      : accept(alone(ready));
  }
  const inside = remembered((text) => {
    const address = parseNetwork(text);
    return address !== undefined && within(address, wanted);
  });
  const negated = stringTest === 'not-equal';
  return accept((value) => inside(String(value)) !== negated);
};

/** Attackers' addresses repeat; reading one is dearer than remembering it. */
const remembered = (read: (text: string) => boolean): ((text: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= 10_000) known.clear();
    const now = read(text);
    known.set(text, now);
    return now;
  };
};
