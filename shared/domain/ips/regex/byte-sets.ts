import type { ByteSet } from './node.ts';

export function ofBytes(...bytes: readonly number[]): ByteSet {
  const set = new Uint8Array(256);
  for (const byte of bytes) set[byte] = 1;
  return set;
}

export function ofRange(low: number, high: number): ByteSet {
  return new Uint8Array(256).fill(1, low, high + 1);
}

export function not(set: ByteSet): ByteSet {
  return set.map((member) => 1 - member);
}

export function or(...sets: readonly ByteSet[]): ByteSet {
  const all = new Uint8Array(256);
  for (const set of sets) for (let byte = 0; byte < 256; byte++) all[byte]! |= set[byte]!;
  return all;
}

/** Adds the other case of every ASCII letter, as PCRE does in the C locale. */
export function bothCases(set: ByteSet): ByteSet {
  const folded = set.slice();
  for (let upper = 65; upper <= 90; upper++) {
    const member = set[upper]! | set[upper + 32]!;
    folded[upper] = member;
    folded[upper + 32] = member;
  }
  return folded;
}

const DIGIT = ofRange(48, 57);
const UPPER = ofRange(65, 90);
const LOWER = ofRange(97, 122);
export const WORD = or(DIGIT, UPPER, LOWER, ofBytes(95));
const SPACE = ofBytes(9, 10, 11, 12, 13, 32);
const BLANK = ofBytes(9, 32);
const BLANK_LATIN = ofBytes(9, 32, 160);
const VERTICAL = ofBytes(10, 11, 12, 13, 133);

export const EVERY_BYTE = ofRange(0, 255);
export const NO_NEWLINE = not(ofBytes(10));

/** Sets written as one escaped letter: `\d`, `\W`, `\h`. */
export const ESCAPED: Readonly<Record<string, ByteSet>> = {
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  s: SPACE,
  S: not(SPACE),
  h: BLANK_LATIN,
  H: not(BLANK_LATIN),
  v: VERTICAL,
  V: not(VERTICAL),
  N: NO_NEWLINE,
};

/** POSIX classes, C locale. */
export const POSIX: Readonly<Record<string, ByteSet>> = {
  alnum: or(DIGIT, UPPER, LOWER),
  alpha: or(UPPER, LOWER),
  ascii: ofRange(0, 127),
  blank: BLANK,
  cntrl: or(ofRange(0, 31), ofBytes(127)),
  digit: DIGIT,
  graph: ofRange(33, 126),
  lower: LOWER,
  print: ofRange(32, 126),
  punct: or(ofRange(33, 47), ofRange(58, 64), ofRange(91, 96), ofRange(123, 126)),
  space: SPACE,
  upper: UPPER,
  word: WORD,
  xdigit: or(DIGIT, ofRange(65, 70), ofRange(97, 102)),
};
