import { accept, type Outcome, refuse } from '../outcome.ts';
import { fieldValues } from './field-value.ts';
import type { Comparison, Criterion, FieldKind, Fields } from './filter.ts';
import { compareVersions } from './version.ts';
import { fitsWildcards } from './wildcard.ts';

export type TestName = 'boolean' | 'numeric' | 'string' | 'choice' | 'date' | 'null' | 'version' | 'id';

/** A criterion made ready: what it tests, where, and how. */
export interface ReadyTest {
  readonly test: TestName;
  readonly field: string;
  readonly operator: Comparison;
  readonly holds: (item: object) => boolean;
}

/** Members that belong to one kind of test; a criterion uses those of one kind only. */
const members: Readonly<Record<TestName, readonly (keyof Criterion)[]>> = {
  boolean: ['booleanTest', 'booleanValue'],
  numeric: ['numericTest', 'numericValue'],
  string: ['stringTest', 'stringValue'],
  choice: ['choiceTest', 'choiceValue'],
  date: ['firstDateValue', 'lastDateValue'],
  null: ['nullTest'],
  version: ['versionTest', 'versionValue'],
  id: ['idTest', 'idValue'],
};

/** Which tests a field takes. Texts that hold numbers (`CVSSScore`) are searched both ways. */
const takes: Readonly<Record<FieldKind, readonly TestName[]>> = {
  string: ['string', 'numeric', 'version', 'choice', 'null'],
  strings: ['string', 'choice', 'null'],
  numeric: ['numeric', 'null'],
  boolean: ['boolean', 'null'],
  choice: ['choice', 'string', 'null'],
  date: ['date', 'numeric', 'null'],
  version: ['version', 'string', 'null'],
  id: ['id', 'numeric', 'null'],
};

const invalid = (message: string) => refuse('invalid', `Invalid SearchFilter: ${message}`, 'invalid-search');

/** Reads one criterion: unknown fields, tests that do not fit and missing values are refused by name. */
export const readyTest = (criterion: Criterion, fields: Fields): Outcome<ReadyTest> => {
  const tests = (Object.keys(members) as TestName[]).filter((test) =>
    members[test].some((member) => criterion[member] !== undefined),
  );
  const [test, other] = tests;
  if (test === undefined) return invalid(`a criterion needs a test, e.g. stringValue${naming(criterion)}`);
  if (other !== undefined)
    return invalid(`a criterion has one test, not ${test} and ${other}${naming(criterion)}`);
  const field = test === 'id' ? (criterion.fieldName ?? 'ID') : criterion.fieldName;
  if (field === undefined) return invalid('fieldName is missing');
  if (!Object.hasOwn(fields, field)) return invalid(`unknown fieldName: ${field}`);
  const kind = fields[field] as FieldKind;
  if (!takes[kind].includes(test)) return invalid(`fieldName ${field} cannot be searched by a ${test} test`);
  const holds = predicate(test, criterion);
  return holds.ok
    ? accept({
        test,
        field,
        operator: operatorOf(test, criterion),
        holds: (item) => holds.value(fieldValues(item, field)),
      })
    : holds;
};

const naming = (criterion: Criterion): string =>
  criterion.fieldName === undefined ? '' : ` (fieldName ${criterion.fieldName})`;

const operatorOf = (test: TestName, criterion: Criterion): Comparison => {
  switch (test) {
    case 'numeric':
      return criterion.numericTest ?? 'equal';
    case 'id':
      return criterion.idTest ?? 'equal';
    case 'version':
      return criterion.versionTest ?? 'equal';
    default:
      return 'equal';
  }
};

type Predicate = (values: readonly unknown[]) => boolean;

const predicate = (test: TestName, criterion: Criterion): Outcome<Predicate> => {
  switch (test) {
    case 'boolean': {
      const { booleanTest: test = 'equal', booleanValue = true } = criterion;
      const wanted = typeof test === 'boolean' ? test : (test === 'equal') === booleanValue;
      return accept((values) => (values[0] === true) === wanted);
    }
    case 'numeric':
      return needed('numericValue', criterion.numericValue, (wanted) =>
        compared(criterion.numericTest, (value) => Number(value) - wanted),
      );
    case 'id':
      return needed('idValue', criterion.idValue, (wanted) =>
        compared(criterion.idTest, (value) => Number(value) - wanted),
      );
    case 'version':
      return needed('versionValue', criterion.versionValue, (wanted) =>
        compared(criterion.versionTest, (value) => compareVersions(String(value), wanted)),
      );
    case 'choice':
      return needed('choiceValue', criterion.choiceValue, (wanted) =>
        negatedIf(criterion.choiceTest === 'not-equal', (values) => values.includes(wanted)),
      );
    case 'string':
      return needed('stringValue', criterion.stringValue, (wanted) =>
        negatedIf(
          criterion.stringTest === 'not-equal',
          textTest(wanted, criterion.stringWildcards !== false),
        ),
      );
    case 'null':
      return accept((values) => values.every((value) => value === '') === criterion.nullTest);
    case 'date':
      return accept(dateTest(criterion));
  }
};

const needed = <V>(
  name: keyof Criterion,
  value: V | undefined,
  make: (value: V) => Predicate,
): Outcome<Predicate> => (value === undefined ? invalid(`${name} is missing`) : accept(make(value)));

const negatedIf =
  (negated: boolean, test: Predicate): Predicate =>
  (values) =>
    test(values) !== negated;

/** An item without a value is unequal to every value, and neither above nor below one. */
const compared = (operator: Comparison = 'equal', difference: (value: unknown) => number): Predicate => {
  const fits = comparisons[operator];
  return (values) =>
    values.length === 0
      ? operator === 'not-equal'
      : values.some((value) => value !== '' && fits(difference(value)));
};

const comparisons: Readonly<Record<Comparison, (difference: number) => boolean>> = {
  'less-than': (d) => d < 0,
  'less-than-or-equal': (d) => d <= 0,
  equal: (d) => d === 0,
  'greater-than-or-equal': (d) => d >= 0,
  'greater-than': (d) => d > 0,
  'not-equal': (d) => d !== 0,
};

/** Lists match by an element or by the whole, joined: clients search `CVE` both ways. */
const textTest = (wanted: string, wildcards: boolean): Predicate => {
  const lower = wanted.toLowerCase();
  const fits = wildcards
    ? (text: string) => fitsWildcards(wanted, text)
    : (text: string) => text.toLowerCase() === lower;
  return (values) => {
    const texts = values.map(String);
    return texts.some(fits) || (texts.length !== 1 && fits(texts.join(', ')));
  };
};

const dateTest = (criterion: Criterion): Predicate => {
  const first = criterion.firstDateValue ?? Number.NEGATIVE_INFINITY;
  const last = criterion.lastDateValue ?? Number.POSITIVE_INFINITY;
  const afterFirst =
    criterion.firstDateInclusive === false ? (t: number) => t > first : (t: number) => t >= first;
  const beforeLast =
    criterion.lastDateInclusive === false ? (t: number) => t < last : (t: number) => t <= last;
  return ([value]) => typeof value === 'number' && afterFirst(value) && beforeLast(value);
};
