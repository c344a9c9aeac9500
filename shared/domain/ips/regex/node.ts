/** A set of bytes as a table: entry 1 means member. */
export type ByteSet = Uint8Array;

export type Assertion =
  | 'subject-start'
  | 'subject-end'
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word'
  | 'no-word';

/** The syntax tree of an expression over bytes. */
export type Node =
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly part: Node;
      readonly min: number;
      readonly max: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly kind: 'capture'; readonly part: Node; readonly index: number }
  | { readonly kind: 'backreference'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'look'; readonly part: Node; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: 'atomic'; readonly part: Node };

/** Length in bytes of everything a node matches, or null when it varies. */
export function fixedLength(node: Node): number | null {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'assert':
    case 'look':
      return 0;
    case 'backreference':
      return null;
    case 'capture':
    case 'atomic':
      return fixedLength(node.part);
    case 'repeat': {
      const length = node.min === node.max ? fixedLength(node.part) : null;
      return length === null ? null : length * node.min;
    }
    case 'sequence': {
      let sum = 0;
      for (const part of node.parts) {
        const length = fixedLength(part);
        if (length === null) return null;
        sum += length;
      }
      return sum;
    }
    case 'choice': {
      const lengths = node.options.map(fixedLength);
      return lengths.every((length) => length === lengths[0]) ? (lengths[0] ?? 0) : null;
    }
  }
}

/** Whether a node can match without taking a byte. */
export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'capture':
    case 'atomic':
      return canBeEmpty(node.part);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.part);
    case 'sequence':
      return node.parts.every(canBeEmpty);
    case 'choice':
      return node.options.some(canBeEmpty);
    default:
      return true;
  }
}

/** Bytes a match can begin with, or null when it can begin with any or be empty. */
export function firstBytes(node: Node): ByteSet | null {
  switch (node.kind) {
    case 'set':
      return node.set;
    case 'capture':
    case 'atomic':
      return firstBytes(node.part);
    case 'repeat':
      return node.min === 0 ? null : firstBytes(node.part);
    case 'choice': {
      const first = new Uint8Array(256);
      for (const option of node.options) {
        const set = firstBytes(option);
        if (set === null) return null;
        for (let byte = 0; byte < 256; byte++) first[byte]! |= set[byte]!;
      }
      return node.options.length === 0 ? null : first;
    }
    case 'sequence': {
      for (const part of node.parts) {
        if (part.kind === 'assert' || part.kind === 'look') continue;
        return firstBytes(part);
      }
      return null;
    }
    default:
      return null;
  }
}

/** Whether a match can begin nowhere but at the start of the subject. */
export function beginsAtStart(node: Node): boolean {
  switch (node.kind) {
    case 'assert':
      return node.assertion === 'subject-start';
    case 'capture':
    case 'atomic':
      return beginsAtStart(node.part);
    case 'sequence':
      return node.parts.length > 0 && beginsAtStart(node.parts[0]!);
    case 'choice':
      return node.options.length > 0 && node.options.every(beginsAtStart);
    default:
      return false;
  }
}

/** Most calls that one match of a node leaves on the stack; what a loop without end adds is counted as it runs. */
export function callDepth(node: Node): number {
  switch (node.kind) {
    case 'set':
    case 'assert':
    case 'backreference':
      return 1;
    case 'look':
    case 'atomic':
      return 1 + callDepth(node.part);
    case 'capture':
      return 3 + callDepth(node.part);
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + callDepth(part), 0);
    case 'choice':
      return 1 + Math.max(0, ...node.options.map(callDepth));
    case 'repeat': {
      if (node.part.kind === 'set') return 1;
      const rounds = node.max === Number.POSITIVE_INFINITY ? node.min : node.max;
      return 2 + rounds * (1 + callDepth(node.part));
    }
  }
}
