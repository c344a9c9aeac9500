import { accept, type Outcome, refuse } from '../outcome.ts';
import { type ReadyTest, readyTest } from './criterion.ts';
import { fieldValues } from './field-value.ts';
import { type Criterion, type Fields, MOST_ITEMS, type SearchFilter } from './filter.ts';

/** More than any client combines; bounds the work per item. */
const MOST_CRITERIA = 50;

/**
 * The items that fit a filter, in the order that domain/api.md section 3 gives each kind of test, at most 5,000.
 * `ID` is always searchable. Refuses a field that the resource does not have by name.
 */
export const search = <T extends { readonly ID: number }>(
  items: readonly T[],
  filter: SearchFilter,
  fields: Fields,
): Outcome<readonly T[]> => {
  const tests = readyTests(filter, fields);
  if (!tests.ok) return tests;
  const found = items.filter((item) => tests.value.every((test) => test.holds(item)));
  found.sort(filter.sortByObjectID ? byID : order(tests.value, filter.searchCriteria ?? []));
  return accept(found.slice(0, Math.min(filter.maxItems ?? MOST_ITEMS, MOST_ITEMS)));
};

/** Whether an item fits a filter, for who sorts and counts himself. Refuses what `search` refuses. */
export const fitting = (filter: SearchFilter, fields: Fields): Outcome<(item: object) => boolean> => {
  const tests = readyTests(filter, fields);
  return tests.ok ? accept((item) => tests.value.every((test) => test.holds(item))) : tests;
};

/** The fields that a filter names, so that a reader can leave out what nobody asks for. */
export const searchedFields = (filter: SearchFilter): readonly string[] =>
  (filter.searchCriteria ?? []).flatMap(({ fieldName }) => fieldName ?? []);

const readyTests = (filter: SearchFilter, fields: Fields): Outcome<readonly ReadyTest[]> => {
  const criteria = filter.searchCriteria ?? [];
  if (criteria.length > MOST_CRITERIA) {
    return refuse('invalid', `Invalid SearchFilter: searchCriteria has more than ${MOST_CRITERIA} entries`);
  }
  const all: Fields = { ID: 'id', ...fields };
  const ready: ReadyTest[] = [];
  for (const criterion of criteria) {
    const test = readyTest(criterion, all);
    if (!test.ok) return test;
    ready.push(test.value);
  }
  return accept(ready);
};

type Order = (a: { readonly ID: number }, b: { readonly ID: number }) => number;

const byID: Order = (a, b) => a.ID - b.ID;

/** Only a single numeric, date or id test changes the order; ties stand by id. */
const order = (tests: readonly ReadyTest[], criteria: readonly Criterion[]): Order => {
  const [only, ...others] = tests;
  if (!only || others.length > 0) return byID;
  const direction = isDescending(only, criteria[0] ?? {}) ? -1 : 1;
  if (only.test === 'id') return (a, b) => direction * byID(a, b);
  if (only.test !== 'numeric' && only.test !== 'date') return byID;
  const value = (item: object): number => Number(fieldValues(item, only.field)[0] ?? 0);
  return (a, b) => direction * (value(a) - value(b)) || byID(a, b);
};

const isDescending = (test: ReadyTest, criterion: Criterion): boolean =>
  test.test === 'date'
    ? criterion.lastDateValue !== undefined && criterion.firstDateValue === undefined
    : test.operator.startsWith('less-than');
