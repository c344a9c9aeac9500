import * as z from 'zod';
import type { SearchFilter } from '../../domain/search/filter.ts';
import { bool } from './common.ts';

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

/** Members beyond these are ignored, as a manager does. */
const searchCriteria = z.object({
  fieldName: z.string().max(200).optional(),
  booleanTest: bool.optional(),
  booleanValue: bool.optional(),
  numericTest: comparison.optional(),
  numericValue: z.number().optional(),
  stringTest: equality.optional(),
  stringValue: text.optional(),
  stringWildcards: bool.optional(),
  choiceTest: equality.optional(),
  choiceValue: text.optional(),
  firstDateValue: z.number().optional(),
  firstDateInclusive: bool.optional(),
  lastDateValue: z.number().optional(),
  lastDateInclusive: bool.optional(),
  nullTest: bool.optional(),
  versionTest: comparison.optional(),
  versionValue: text.optional(),
  idValue: z.number().optional(),
  idTest: comparison.optional(),
});

/** The body of every search (domain/api.md section 3); `{}` finds everything. */
export const searchFilter = z.object({
  /** More than 5,000 answers 5,000. */
  maxItems: z.number().int().min(1).max(2_147_483_647).optional(),
  searchCriteria: z.array(searchCriteria).max(50).optional(),
  sortByObjectID: bool.optional(),
}) satisfies z.ZodType<SearchFilter>;
