import { accept, type Outcome, refuse } from '../../outcome.ts';
import type { Criterion, SearchFilter } from '../../search/filter.ts';
import type { Window } from '../placement.ts';
import type { BatchSummary } from '../summary.ts';
import { type EventTest, eventTest } from './criterion.ts';
import type { EventClass, EventField } from './fields.ts';
import { mayHold } from './may-hold.ts';
import type { Around, SearchedEvent } from './searched.ts';

const MOST_CRITERIA = 50;
/** Without an end, also what a host's clock put into the future is found. */
const LAST_MOMENT = 8_640_000_000_000_000;

/** A search of events, read once. */
export interface EventQuery {
  /** What criteria on `at` leave of time; everything else is tested event by event. */
  readonly window: Window;
  /** Only events of this one, when a criterion says so. */
  readonly computerID?: number | undefined;
  readonly needs: ReadonlySet<NonNullable<EventField['needs']>>;
  readonly holds: (found: SearchedEvent, around: Around) => boolean;
  readonly mayHold: (summary: BatchSummary, around: Around) => boolean;
}

/** Reads the criteria of a search of one class of events; an unknown field is refused by name. */
export const readEventQuery = (
  cls: EventClass,
  { searchCriteria = [] }: Pick<SearchFilter, 'searchCriteria'>,
): Outcome<EventQuery> => {
  if (searchCriteria.length > MOST_CRITERIA) {
    return refuse('invalid', `Invalid SearchFilter: searchCriteria has more than ${MOST_CRITERIA} entries`);
  }
  const tests: EventTest[] = [];
  for (const criterion of searchCriteria) {
    const test = eventTest(cls, criterion);
    if (!test.ok) return test;
    tests.push(test.value);
  }
  return accept({
    window: windowOf(searchCriteria),
    computerID: theComputer(searchCriteria),
    needs: new Set(tests.flatMap(({ spec }) => spec.needs ?? [])),
    holds: (found, around) => tests.every((test) => test.holds(found, around)),
    mayHold: (summary, around) => tests.every((test) => mayHold(test, summary, around)),
  });
};

const windowOf = (criteria: readonly Criterion[]): Window => {
  const dates = criteria.filter(
    ({ fieldName, firstDateValue, lastDateValue }) =>
      fieldName === 'at' && (firstDateValue !== undefined || lastDateValue !== undefined),
  );
  return {
    from: within(Math.max(0, ...dates.map(({ firstDateValue = 0 }) => Math.ceil(firstDateValue)))),
    to: within(
      Math.min(LAST_MOMENT, ...dates.map(({ lastDateValue = LAST_MOMENT }) => Math.floor(lastDateValue))),
    ),
  };
};

const within = (ms: number): number => Math.min(LAST_MOMENT, Math.max(0, ms));

const theComputer = (criteria: readonly Criterion[]): number | undefined =>
  criteria
    .filter(({ fieldName }) => fieldName === 'computerID')
    .map(({ idValue, idTest = 'equal', numericValue, numericTest = 'equal' }) =>
      idTest === 'equal' && numericTest === 'equal' ? (idValue ?? numericValue) : undefined,
    )
    .find((ID) => ID !== undefined && Number.isSafeInteger(ID) && ID > 0);
