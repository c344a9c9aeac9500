import { compareDigits, isDigit } from './digits.ts';

/** The order of Debian packages' versions (Debian Policy 5.6.12): epoch, upstream version, revision. */
export const compareDeb = (a: string, b: string): number => {
  const left = split(a);
  const right = split(b);
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareParts(left.upstream, right.upstream) ||
    compareParts(left.revision, right.revision)
  );
};

const split = (version: string) => {
  const epoch = /^(\d+):/.exec(version)?.[1];
  const rest = epoch === undefined ? version : version.slice(epoch.length + 1);
  const dash = rest.lastIndexOf('-');
  return dash < 0
    ? { epoch: epoch ?? '', upstream: rest, revision: '' }
    : { epoch: epoch ?? '', upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
};

/** Text and digits in turn: text by `rank`, digits as numbers; dpkg's own loop. */
const compareParts = (a: string, b: string): number => {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const difference = rank(a[i]) - rank(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const left = digitsAt(a, i);
    const right = digitsAt(b, j);
    const difference = compareDigits(left, right);
    if (difference !== 0) return difference;
    i += left.length;
    j += right.length;
  }
  return 0;
};

/** A tilde comes before the end, the end before letters, letters before everything else. */
const rank = (char: string | undefined): number => {
  if (char === '~') return -1;
  if (char === undefined || isDigit(char)) return 0;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
};

const digitsAt = (text: string, at: number): string => {
  let end = at;
  while (isDigit(text[end])) end++;
  return text.slice(at, end);
};
