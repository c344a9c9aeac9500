import { compareDigits, compareText } from './digits.ts';

/** The order of RPM packages: epoch, version, release, each by rpm's `rpmvercmp` with tilde and caret. */
export const compareRpm = (a: string, b: string): number => {
  const left = split(a);
  const right = split(b);
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareSegments(left.version, right.version) ||
    compareSegments(left.release, right.release)
  );
};

const split = (text: string) => {
  const epoch = /^(\d+):/.exec(text)?.[1];
  const rest = epoch === undefined ? text : text.slice(epoch.length + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: epoch ?? '',
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? '' : rest.slice(dash + 1),
  };
};

/** What tells versions apart; everything else only separates. */
const SEGMENT = /\d+|[A-Za-z]+|~|\^/g;

const compareSegments = (a: string, b: string): number => {
  const left = a.match(SEGMENT) ?? [];
  const right = b.match(SEGMENT) ?? [];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = compareSegment(left[at], right[at]);
    if (difference !== 0) return difference;
  }
  return 0;
};

const compareSegment = (a: string | undefined, b: string | undefined): number => {
  const byKind = kind(a) - kind(b);
  if (byKind !== 0 || a === undefined || b === undefined) return byKind;
  return kind(a) === 4 ? compareDigits(a, b) : compareText(a, b);
};

/** A tilde comes before the end, a caret right after it; letters before numbers. */
const kind = (segment: string | undefined): number => {
  if (segment === '~') return 0;
  if (segment === undefined) return 1;
  if (segment === '^') return 2;
  return /^\d/.test(segment) ? 4 : 3;
};
