/**
 * Event filter patterns as Lambda's event source mappings use them: an object of fields, each with a list of
 * values and conditions of which one must hold. Known conditions: exists, prefix, suffix, anything-but, numeric,
 * equals-ignore-case, and `$or`. An unknown one throws when the pattern is compiled.
 */
export type Matches = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** DynamoDB writes numbers as texts (`{"N": "5"}`); Lambda compares them as numbers. */
const asNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  if (!isText(value) || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

function numeric(argument: unknown): Matches {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 !== 0) {
    throw new Error('numeric takes pairs of a comparison and a number');
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < argument.length; i += 2) {
    const compare = comparisons[String(argument[i])];
    const bound = Number(argument[i + 1]);
    if (!compare) throw new Error(`numeric does not know ${String(argument[i])}`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => {
    const number = asNumber(value);
    return number !== undefined && tests.every((test) => test(number));
  };
}

/** The opposite of its argument, for a field that is there. */
function anythingBut(argument: unknown): Matches {
  const options = Array.isArray(argument) ? argument : [argument];
  const some = options.map(condition);
  return (value) => value !== undefined && !some.some((matches) => matches(value));
}

function condition(wanted: unknown): Matches {
  if (!isRecord(wanted)) return (value) => value === wanted;
  const [name, ...more] = Object.keys(wanted);
  if (name === undefined || more.length > 0) throw new Error('a condition has exactly one name');
  const argument = wanted[name];
  switch (name) {
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'prefix':
      return (value) => isText(value) && value.startsWith(String(argument));
    case 'suffix':
      return (value) => isText(value) && value.endsWith(String(argument));
    case 'equals-ignore-case':
      return (value) => isText(value) && value.toLowerCase() === String(argument).toLowerCase();
    case 'anything-but':
      return anythingBut(argument);
    case 'numeric':
      return numeric(argument);
    default:
      throw new Error(`filter patterns with ${name} are not known here`);
  }
}

/** A list in the data matches when one of its elements does. */
const eachOf = (matches: Matches): Matches => {
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
};

/** Compiles one pattern; throws on what it does not know. */
export function pattern(source: unknown): Matches {
  if (Array.isArray(source)) {
    const some = source.map(condition).map(eachOf);
    return (value) => some.some((matches) => matches(value));
  }
  if (!isRecord(source)) throw new Error('a filter pattern is an object, its leaves are lists');
  const fields = Object.entries(source).map(([name, inner]): Matches => {
    if (name === '$or' && Array.isArray(inner)) {
      const options = inner.map(pattern);
      return (value) => options.some((matches) => matches(value));
    }
    const matches = pattern(inner);
    return (value) => matches(isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  });
  return (value) => fields.every((matches) => matches(value));
}

/** A record passes when one pattern matches it, or there is none. */
export function filter(patterns: readonly unknown[]): Matches {
  const some = patterns.map(pattern);
  return (value) => some.length === 0 || some.some((matches) => matches(value));
}
