import { compareDigits, compareText } from './digits.ts';

/**
 * The order of Alpine's packages (apk-tools, `apk_version_compare`): numbers, one letter, suffixes such as `_rc1` or
 * `_p2`, `-rN`. What does not read like a version comes before all that do.
 */
export const compareApk = (a: string, b: string): number => {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return Number(left !== undefined) - Number(right !== undefined) || compareText(a, b);
  return (
    compareNumbers(left.numbers, right.numbers) ||
    compareText(left.letter, right.letter) ||
    compareSuffixes(left.suffixes, right.suffixes) ||
    compareDigits(left.revision, right.revision)
  );
};

interface Parsed {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: string;
}

interface Suffix {
  readonly rank: number;
  readonly number: string;
}

const VERSION =
  /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/;
/** Those before 0 come before the version itself. */
const ranks: Readonly<Record<string, number>> = {
  alpha: -4,
  beta: -3,
  pre: -2,
  rc: -1,
  cvs: 1,
  svn: 2,
  git: 3,
  hg: 4,
  p: 5,
};

const parse = (version: string): Parsed | undefined => {
  const parts = VERSION.exec(version);
  if (!parts) return undefined;
  const [, numbers = '', letter = '', suffixes = '', revision = ''] = parts;
  return {
    numbers: numbers.split('.'),
    letter,
    suffixes: [...suffixes.matchAll(/_([a-z]+)(\d*)/g)].map(([, name = '', number = '']) => ({
      rank: ranks[name] ?? 0,
      number,
    })),
    revision,
  };
};

/** After the first number, one with a leading zero is read like the digits behind a decimal point. */
const compareNumbers = (a: readonly string[], b: readonly string[]): number => {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at];
    const right = b[at];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const fraction = at > 0 && (left.startsWith('0') || right.startsWith('0'));
    const difference = fraction ? compareText(left, right) : compareDigits(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
};

const none: Suffix = { rank: 0, number: '' };

const compareSuffixes = (a: readonly Suffix[], b: readonly Suffix[]): number => {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at] ?? none;
    const right = b[at] ?? none;
    const difference = left.rank - right.rank || compareDigits(left.number, right.number);
    if (difference !== 0) return difference;
  }
  return 0;
};
