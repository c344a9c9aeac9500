import { bothCases, ESCAPED, EVERY_BYTE, NO_NEWLINE, not, ofBytes, ofRange, or, POSIX } from './byte-sets.ts';
import type { Assertion, ByteSet, Node } from './node.ts';
import { Reader, Refusal } from './reader.ts';

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly extended: boolean;
  readonly dollarEndOnly: boolean;
}

export type RegexParse =
  | { readonly ok: true; readonly node: Node; readonly captures: number }
  | { readonly ok: false; readonly reason: string };

const LONGEST = 4096;
const DEEPEST = 64;
const MOST_REPEATS = 65_535;

/**
 * Parses the PCRE subset that rules use: classes, groups, look-around, back-references, atomic and possessive
 * forms, inline flags. Works on bytes in the C locale. Recursion, conditions, verbs and `\p` are refused.
 */
export function parseRegex(source: string, flags: RegexFlags): RegexParse {
  if (source.length > LONGEST) return { ok: false, reason: `pcre is longer than ${LONGEST} characters` };
  const reader = new Reader(source);
  try {
    const node = readChoice(reader, { ...flags }, 0);
    if (!reader.done()) throw new Refusal('pcre has a ) too many');
    return { ok: true, node, captures: reader.captures };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { ok: false, reason: refusal.message };
    throw refusal;
  }
}

type Flags = { -readonly [K in keyof RegexFlags]: RegexFlags[K] };

function readChoice(reader: Reader, flags: Flags, depth: number): Node {
  if (depth > DEEPEST) throw new Refusal(`pcre nests deeper than ${DEEPEST}`);
  const options: Node[] = [readSequence(reader, flags, depth)];
  while (reader.take('|')) options.push(readSequence(reader, flags, depth));
  return options.length === 1 ? options[0]! : { kind: 'choice', options };
}

function readSequence(reader: Reader, flags: Flags, depth: number): Node {
  const parts: Node[] = [];
  while (!reader.done() && reader.peek() !== '|' && reader.peek() !== ')') {
    if (flags.extended && reader.match(/\s+|#[^\n]*/y) !== null) continue;
    if (reader.take('\\Q')) {
      const quoted = readQuoted(reader, flags);
      const last = quoted.pop();
      parts.push(...quoted);
      if (last !== undefined) parts.push(readRepeats(reader, flags, last));
      continue;
    }
    if (reader.take('\\E')) continue;
    const atom = readAtom(reader, flags, depth);
    if (atom !== null) parts.push(readRepeats(reader, flags, atom));
  }
  return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
}

function readQuoted(reader: Reader, flags: Flags): Node[] {
  const end = reader.source.indexOf('\\E', reader.at);
  const text = reader.source.slice(reader.at, end < 0 ? undefined : end);
  reader.at = end < 0 ? reader.source.length : end + 2;
  return [...text].map((char) => literal(char, flags));
}

function readAtom(reader: Reader, flags: Flags, depth: number): Node | null {
  const char = reader.next();
  switch (char) {
    case '(':
      return readGroup(reader, flags, depth + 1);
    case '[':
      return { kind: 'set', set: readClass(reader, flags) };
    case '.':
      return { kind: 'set', set: flags.dotAll ? EVERY_BYTE : NO_NEWLINE };
    case '^':
      return assertion(flags.multiline ? 'line-start' : 'subject-start');
    case '$':
      return assertion(flags.multiline ? 'line-end' : flags.dollarEndOnly ? 'subject-end' : 'last-line-end');
    case '\\':
      return readEscape(reader, flags);
    case '*':
    case '+':
    case '?':
      throw new Refusal(`pcre has a ${char} with nothing to repeat`);
    default:
      return literal(char, flags);
  }
}

function assertion(name: Assertion): Node {
  return { kind: 'assert', assertion: name };
}

const utf8 = new TextEncoder();

function literal(char: string, flags: Flags): Node {
  const code = char.charCodeAt(0);
  if (code > 127) {
    const parts = [...utf8.encode(char)].map((byte): Node => ({ kind: 'set', set: ofBytes(byte) }));
    return { kind: 'sequence', parts };
  }
  return setOf(ofBytes(code), flags);
}

function setOf(set: ByteSet, flags: Flags): Node {
  return { kind: 'set', set: flags.ignoreCase ? bothCases(set) : set };
}

function readRepeats(reader: Reader, flags: Flags, atom: Node): Node {
  let node = atom;
  for (;;) {
    if (flags.extended) reader.match(/\s+/y);
    const bounds = readBounds(reader);
    if (bounds === null) return node;
    if (bounds.max < bounds.min) throw new Refusal('pcre repeats from more to less');
    if (bounds.min > MOST_REPEATS) throw new Refusal(`pcre repeats more than ${MOST_REPEATS} times`);
    const mode = reader.take('?') ? 'lazy' : reader.take('+') ? 'possessive' : 'greedy';
    node = { kind: 'repeat', part: node, ...bounds, mode };
  }
}

function readBounds(reader: Reader): { min: number; max: number } | null {
  if (reader.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (reader.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (reader.take('?')) return { min: 0, max: 1 };
  const counted = reader.match(/\{(\d{1,6})(?:(,)(\d{0,6}))?\}/y);
  if (counted === null) return null;
  const min = Number(counted[1]);
  if (counted[2] === undefined) return { min, max: min };
  return { min, max: counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]) };
}

function readGroup(reader: Reader, flags: Flags, depth: number): Node | null {
  if (!reader.take('?')) {
    if (reader.peek() === '*') throw new Refusal('pcre verbs (*...) are not supported');
    return capture(reader, flags, depth);
  }
  if (reader.match(/#[^)]*\)/y) !== null) return null;
  const named = reader.match(/(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y);
  if (named !== null) {
    reader.names.set((named[1] ?? named[2]) as string, reader.captures + 1);
    return capture(reader, flags, depth);
  }
  const reference = reader.match(/P=(\w+)\)/y);
  if (reference !== null) return referenceTo(reader, reference[1]!, flags);
  if (reader.take(':')) return closed(reader, { ...flags }, depth);
  if (reader.take('>')) return { kind: 'atomic', part: closed(reader, { ...flags }, depth) };
  const look = reader.match(/(<?)([=!])/y);
  if (look !== null) {
    const part = closed(reader, { ...flags }, depth);
    return { kind: 'look', part, behind: look[1] === '<', negated: look[2] === '!' };
  }
  return readInlineFlags(reader, flags, depth);
}

function capture(reader: Reader, flags: Flags, depth: number): Node {
  const index = ++reader.captures;
  return { kind: 'capture', part: closed(reader, { ...flags }, depth), index };
}

function closed(reader: Reader, flags: Flags, depth: number): Node {
  const node = readChoice(reader, flags, depth);
  if (!reader.take(')')) throw new Refusal('a ( of the pcre does not close');
  return node;
}

const INLINE: Readonly<Record<string, keyof RegexFlags>> = {
  i: 'ignoreCase',
  s: 'dotAll',
  m: 'multiline',
  x: 'extended',
};

function readInlineFlags(reader: Reader, flags: Flags, depth: number): Node | null {
  const found = reader.match(/([ismx]*)(?:-([ismx]+))?([:)])/y);
  if (found === null) throw new Refusal(`pcre group (?${reader.peek()} is not supported`);
  const changed = found[3] === ')' ? flags : { ...flags };
  for (const letter of found[1]!) changed[INLINE[letter]!] = true;
  for (const letter of found[2] ?? '') changed[INLINE[letter]!] = false;
  return found[3] === ')' ? null : closed(reader, changed, depth);
}

function readEscape(reader: Reader, flags: Flags): Node {
  const char = reader.peek();
  const set = ESCAPED[char];
  if (set !== undefined) {
    reader.at++;
    return { kind: 'set', set };
  }
  const asserted = (
    { b: 'word', B: 'no-word', A: 'subject-start', z: 'subject-end', Z: 'last-line-end' } as const
  )[char];
  if (asserted !== undefined) {
    reader.at++;
    return assertion(asserted);
  }
  if (reader.take('R')) {
    const newline: Node = {
      kind: 'sequence',
      parts: [13, 10].map((byte) => ({ kind: 'set', set: ofBytes(byte) })),
    };
    return { kind: 'atomic', part: { kind: 'choice', options: [newline, { kind: 'set', set: ESCAPED.v! }] } };
  }
  const reference = readReference(reader);
  if (reference !== null) return { kind: 'backreference', index: reference, ignoreCase: flags.ignoreCase };
  return setOf(ofBytes(readEscapedByte(reader)), flags);
}

function readReference(reader: Reader): number | null {
  const named = reader.match(/k(?:<(\w+)>|\{(\w+)\}|'(\w+)')/y);
  if (named !== null) {
    return namedGroup(reader, (named[1] ?? named[2] ?? named[3]) as string);
  }
  const numbered = reader.match(/([1-9])(?!\d)|g\{?([1-9]\d?)\}?/y);
  return numbered === null ? null : Number(numbered[1] ?? numbered[2]);
}

function namedGroup(reader: Reader, name: string): number {
  const index = reader.names.get(name);
  if (index === undefined) throw new Refusal(`pcre refers to ${name}, which it does not define`);
  return index;
}

function referenceTo(reader: Reader, name: string, flags: Flags): Node {
  return { kind: 'backreference', index: namedGroup(reader, name), ignoreCase: flags.ignoreCase };
}

const CONTROL: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, a: 7, e: 27 };

/** The byte that the escape after the backslash stands for; the same inside and outside of a class. */
function readEscapedByte(reader: Reader): number {
  const hex = reader.match(/x(?:\{([0-9a-fA-F]{1,4})\}|([0-9a-fA-F]{0,2}))/y);
  if (hex !== null) {
    const code = Number.parseInt(hex[1] ?? (hex[2] || '0'), 16);
    if (code > 255) throw new Refusal('pcre names a character beyond one byte');
    return code;
  }
  const octal = reader.match(/[0-7]{2,3}|0/y);
  if (octal !== null) return Number.parseInt(octal[0], 8) & 255;
  if (reader.take('c')) return reader.next().toUpperCase().charCodeAt(0) ^ 64;
  const char = reader.next();
  const control = CONTROL[char];
  if (control !== undefined) return control;
  if (/[A-Za-z0-9]/.test(char)) throw new Refusal(`pcre escape \\${char} is not supported`);
  if (char.charCodeAt(0) > 127) throw new Refusal('pcre escapes a character beyond ASCII');
  return char.charCodeAt(0);
}

function readClass(reader: Reader, flags: Flags): ByteSet {
  const negated = reader.take('^');
  let set: ByteSet = new Uint8Array(256);
  for (let first = true; first || reader.peek() !== ']'; first = false) {
    const posix = reader.match(/\[:(\^?)(\w+):\]/y);
    if (posix !== null) {
      const named = POSIX[posix[2]!];
      if (named === undefined) throw new Refusal(`pcre class [:${posix[2]}:] is unknown`);
      set = or(set, posix[1] === '^' ? not(named) : named);
      continue;
    }
    const low = readClassMember(reader);
    if (typeof low !== 'number') {
      set = or(set, low);
      continue;
    }
    const dash = reader.match(/-(?!\])/y);
    if (dash === null) {
      set = or(set, ofBytes(low));
      continue;
    }
    const high = readClassMember(reader);
    if (typeof high !== 'number') set = or(set, ofBytes(low, 45), high);
    else if (high < low) throw new Refusal('pcre class has a range that descends');
    else set = or(set, ofRange(low, high));
  }
  reader.at++;
  if (flags.ignoreCase) set = bothCases(set);
  return negated ? not(set) : set;
}

function readClassMember(reader: Reader): number | ByteSet {
  const char = reader.next();
  if (char !== '\\') {
    const code = char.charCodeAt(0);
    if (code < 128) return code;
    return ofBytes(...utf8.encode(char));
  }
  if (reader.take('b')) return 8;
  const set = ESCAPED[reader.peek()];
  if (set === undefined) return readEscapedByte(reader);
  reader.at++;
  return set;
}
