/** What a client asks a search for (domain/api.md section 3). Everything may be left out. */
export interface SearchFilter {
  /** Default and cap: 5,000. */
  readonly maxItems?: number | undefined;
  /** All must hold. */
  readonly searchCriteria?: readonly Criterion[] | undefined;
  readonly sortByObjectID?: boolean | undefined;
}

export type Comparison =
  | 'less-than'
  | 'less-than-or-equal'
  | 'equal'
  | 'greater-than-or-equal'
  | 'greater-than'
  | 'not-equal';

/** One test; a value without its operator is tested for equality. */
export interface Criterion {
  readonly fieldName?: string | undefined;
  readonly booleanTest?: boolean | 'equal' | 'not-equal' | undefined;
  /** Some clients send the wanted value here, and in `booleanTest` nothing or how to compare. */
  readonly booleanValue?: boolean | undefined;
  readonly numericTest?: Comparison | undefined;
  readonly numericValue?: number | undefined;
  readonly stringTest?: 'equal' | 'not-equal' | undefined;
  readonly stringValue?: string | undefined;
  /** Default true: `%` stands for any run of characters, `_` for one. */
  readonly stringWildcards?: boolean | undefined;
  readonly choiceTest?: 'equal' | 'not-equal' | undefined;
  readonly choiceValue?: string | undefined;
  /** Epoch ms; both ends are inclusive unless said otherwise. */
  readonly firstDateValue?: number | undefined;
  readonly firstDateInclusive?: boolean | undefined;
  readonly lastDateValue?: number | undefined;
  readonly lastDateInclusive?: boolean | undefined;
  readonly nullTest?: boolean | undefined;
  readonly versionTest?: Comparison | undefined;
  readonly versionValue?: string | undefined;
  readonly idValue?: number | undefined;
  readonly idTest?: Comparison | undefined;
}

/** How a field can be tested. `strings` is an array of text. */
export type FieldKind = 'string' | 'strings' | 'numeric' | 'boolean' | 'choice' | 'date' | 'version' | 'id';

/** The searchable fields of a resource; one of a sub-object is named with a slash, `interfaces/name`. */
export type Fields = Readonly<Record<string, FieldKind>>;

/** Most items that a list or a search answers. */
export const MOST_ITEMS = 5000;
