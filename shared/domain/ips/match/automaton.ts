/**
 * Dense Aho-Corasick automaton. Bytes fold to lower case and to classes first, so a state's row holds one entry per
 * class. States that end a pattern have the highest numbers, so one comparison tells them apart. Entries hold row
 * offsets (state times classes), ready to index with.
 */
export interface Automaton {
  readonly classOf: Uint8Array;
  readonly rows: Int32Array;
  /** Row offsets from here on belong to states that end at least one pattern. */
  readonly firstEnding: number;
  readonly classes: number;
  /** Values of the patterns that end in the state at `(offset - firstEnding) / classes`. */
  readonly values: readonly (readonly number[])[];
}

/** The state to begin with. */
export const START = 0;

export interface Pattern {
  /** Lower-cased, not empty. */
  readonly bytes: Uint8Array;
  readonly value: number;
}

/** Builds the automaton over ASCII-case-folded bytes; null when there is no pattern. */
export function buildAutomaton(patterns: readonly Pattern[]): Automaton | null {
  if (patterns.length === 0) return null;
  const { classOf, classes } = byteClasses(patterns);
  const trie = buildTrie(patterns, classOf, classes);
  const order = linkFailures(trie, classes);
  return renumber(trie, order, classOf, classes);
}

/**
 * Feeds `bytes[from..to)` to the automaton from `state` and calls `found` with each value and the position after its
 * last byte. Returns the state to go on with.
 */
export function scan(
  automaton: Automaton,
  state: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  found: (value: number, end: number) => void,
): number {
  const { classOf, rows, firstEnding, classes, values } = automaton;
  let row = state;
  for (let at = from; at < to; at++) {
    row = rows[row + classOf[bytes[at]!]!]!;
    if (row >= firstEnding) {
      for (const value of values[(row - firstEnding) / classes]!) found(value, at + 1);
    }
  }
  return row;
}

function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function byteClasses(patterns: readonly Pattern[]): { classOf: Uint8Array; classes: number } {
  const used = new Uint8Array(256);
  for (const { bytes } of patterns) for (const byte of bytes) used[fold(byte)] = 1;
  const classOf = new Uint8Array(256);
  let classes = 1;
  for (let byte = 0; byte < 256; byte++) if (used[byte] === 1) classOf[byte] = classes++;
  for (let upper = 65; upper <= 90; upper++) classOf[upper] = classOf[upper + 32]!;
  return { classOf, classes };
}

interface Trie {
  next: Int32Array;
  states: number;
  readonly ending: (number[] | undefined)[];
}

function buildTrie(patterns: readonly Pattern[], classOf: Uint8Array, classes: number): Trie {
  const most = 1 + patterns.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const next = new Int32Array(most * classes).fill(-1);
  const ending: (number[] | undefined)[] = [];
  let states = 1;
  for (const { bytes, value } of patterns) {
    let state = 0;
    for (const byte of bytes) {
      const slot = state * classes + classOf[byte]!;
      if (next[slot]! < 0) next[slot] = states++;
      state = next[slot]!;
    }
    const values = ending[state];
    if (values === undefined) ending[state] = [value];
    else values.push(value);
  }
  return { next: next.slice(0, states * classes), states, ending };
}

/** Completes every row with the transitions of its failure state, breadth first; returns that order. */
function linkFailures(trie: Trie, classes: number): Int32Array {
  const { next, states, ending } = trie;
  const failure = new Int32Array(states);
  const order = new Int32Array(states);
  let queued = 1;
  for (let read = 0; read < queued; read++) {
    const state = order[read]!;
    const fallback = failure[state]!;
    for (let symbol = 0; symbol < classes; symbol++) {
      const slot = state * classes + symbol;
      const child = next[slot]!;
      const other = state === 0 ? 0 : next[fallback * classes + symbol]!;
      if (child < 0) {
        next[slot] = other;
        continue;
      }
      failure[child] = other;
      order[queued++] = child;
      const inherited = ending[other];
      if (inherited !== undefined) ending[child] = [...(ending[child] ?? []), ...inherited];
    }
  }
  return order;
}

function renumber(trie: Trie, order: Int32Array, classOf: Uint8Array, classes: number): Automaton {
  const { next, states, ending } = trie;
  const plain = [...order].filter((state) => ending[state] === undefined);
  const marked = [...order].filter((state) => ending[state] !== undefined);
  const offsetOf = new Int32Array(states);
  for (const [place, state] of [...plain, ...marked].entries()) offsetOf[state] = place * classes;
  const rows = new Int32Array(states * classes);
  for (let state = 0; state < states; state++) {
    for (let symbol = 0; symbol < classes; symbol++) {
      rows[offsetOf[state]! + symbol] = offsetOf[next[state * classes + symbol]!]!;
    }
  }
  const values = marked.map((state) => [...new Set(ending[state])]);
  return { classOf, rows, firstEnding: plain.length * classes, classes, values };
}
