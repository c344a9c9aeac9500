import * as z from 'zod';
import type { SearchFilter } from '../../domain/search/filter.ts';
import { bool, orDigits } from './common.ts';

const comparison = z.enum([
  'less-than',
  'less-than-or-equal',
  'equal',
  'greater-than-or-equal',
  'greater-than',
  'not-equal',
]);
const equality = z.enum(['equal', 'not-equal']);
const text = z.string().max(500);

const number = orDigits(z.number());

/** Members beyond these are ignored, as a manager does. */
const criterion = z.object({
  fieldName: z.string().max(200).optional(),
  /** Some clients say `equal` here and the value beside it. */
  booleanTest: z.union([equality, bool]).optional(),
  booleanValue: bool.optional(),
  numericTest: comparison.optional(),
  numericValue: number.optional(),
  stringTest: equality.optional(),
  stringValue: text.optional(),
  stringWildcards: bool.optional(),
  choiceTest: equality.optional(),
  choiceValue: text.optional(),
  firstDateValue: number.optional(),
  firstDateInclusive: bool.optional(),
  lastDateValue: number.optional(),
  lastDateInclusive: bool.optional(),
  nullTest: bool.optional(),
  versionTest: comparison.optional(),
  versionValue: text.optional(),
  idValue: number.optional(),
  idTest: comparison.optional(),
});

/** The body of every search (domain/api.md section 3); `{}` finds everything. */
export const searchFilter = z.object({
  /** More than 5,000 answers 5,000. */
  maxItems: orDigits(z.number().int().min(1).max(2_147_483_647)).optional(),
  /** One criterion may stand without the brackets of a list. */
  searchCriteria: z.union([z.array(criterion).max(50), criterion.transform((one) => [one])]).optional(),
  sortByObjectID: bool.optional(),
}) satisfies z.ZodType<SearchFilter>;
