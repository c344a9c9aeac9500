import { compareDigits, compareText } from './digits.ts';

/**
 * Semantic versions by precedence (semver.org 2.0.0, section 11); build data does not count, missing numbers are 0.
 * What does not read like a version comes before all that do.
 */
export const compareSemver = (a: string, b: string): number => {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return Number(left !== undefined) - Number(right !== undefined) || compareText(a, b);
  for (let at = 0; at < 3; at++) {
    const difference = compareDigits(left.numbers[at] ?? '', right.numbers[at] ?? '');
    if (difference !== 0) return difference;
  }
  return comparePrerelease(left.prerelease, right.prerelease);
};

const VERSION = /^v?(\d+(?:\.\d+){0,2})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$/;

const parse = (version: string) => {
  const parts = VERSION.exec(version);
  if (!parts) return undefined;
  return { numbers: (parts[1] ?? '').split('.'), prerelease: parts[2]?.split('.') ?? [] };
};

/** Without one it is the release itself, which comes after. */
const comparePrerelease = (a: readonly string[], b: readonly string[]): number => {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at];
    const right = b[at];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const difference = compareIdentifier(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
};

const compareIdentifier = (a: string, b: string): number => {
  const numeric = Number(/^\d+$/.test(b)) - Number(/^\d+$/.test(a));
  if (numeric !== 0) return numeric;
  return /^\d+$/.test(a) ? compareDigits(a, b) : compareText(a, b);
};
