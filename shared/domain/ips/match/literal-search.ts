/**
 * First place in `bytes[from..to)` where the whole literal lies, or -1. With `ignoreCase` the literal is lower-cased
 * already and ASCII letters of the bytes are folded.
 */
export function findLiteral(
  bytes: Uint8Array,
  from: number,
  to: number,
  literal: Uint8Array,
  ignoreCase: boolean,
): number {
  const last = to - literal.length;
  const first = literal[0]!;
  if (!ignoreCase) {
    let at = from <= last ? bytes.indexOf(first, from) : -1;
    while (at >= 0 && at <= last) {
      if (sameAt(bytes, at, literal)) return at;
      at = bytes.indexOf(first, at + 1);
    }
    return -1;
  }
  for (let at = from; at <= last; at++) {
    if (FOLDED[bytes[at]!] === first && sameFoldedAt(bytes, at, literal)) return at;
  }
  return -1;
}

/** The place of a literal that ends the subject, when it lies within `[from..to)`. */
export function findLast(
  bytes: Uint8Array,
  from: number,
  to: number,
  end: number,
  step: { readonly bytes: Uint8Array; readonly ignoreCase: boolean },
): number {
  const at = end - step.bytes.length;
  if (at < from || to < end) return -1;
  const same = step.ignoreCase ? sameFoldedAt(bytes, at, step.bytes) : sameAt(bytes, at, step.bytes);
  return same ? at : -1;
}

const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

function sameAt(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let offset = 0; offset < literal.length; offset++)
    if (bytes[at + offset] !== literal[offset]) return false;
  return true;
}

function sameFoldedAt(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let offset = 0; offset < literal.length; offset++) {
    if (FOLDED[bytes[at + offset]!] !== literal[offset]) return false;
  }
  return true;
}
