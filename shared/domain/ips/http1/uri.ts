/**
 * The URI as a rule sees it (`http.uri`): the path percent-decoded once, backslashes turned into slashes, runs of
 * slashes made one, dot segments removed (RFC 3986 section 5.2.4); the query percent-decoded once; scheme, user and
 * host of an absolute URI left out. Follows what libhtp does for Suricata's default configuration: `%` that no two hex
 * digits follow stays, `%uXXXX` is decoded in the path only, nothing is lower-cased.
 *
 * Returns a view of `bytes` when nothing changes.
 */
export function normaliseUri(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const pathStart = skipAuthority(bytes, from, to);
  let pathEnd = pathStart;
  let dirty = pathStart !== from;
  let previous = 0;
  for (; pathEnd < to; pathEnd++) {
    const byte = bytes[pathEnd]!;
    if (byte === QUESTION || byte === HASH) break;
    if (byte === PERCENT || byte === BACKSLASH) dirty = true;
    else if (previous === SLASH && (byte === SLASH || byte === DOT)) dirty = true;
    previous = byte;
  }
  if (!dirty && bytes[pathStart] !== DOT && bytes.subarray(pathEnd, to).indexOf(PERCENT) < 0) {
    return bytes.subarray(from, to);
  }
  const out = new Uint8Array(to - pathStart);
  let length = removeDotSegments(out, decodePath(bytes, pathStart, pathEnd, out));
  length = decodeRest(bytes, pathEnd, to, out, length);
  return out.subarray(0, length);
}

const PERCENT = 0x25;
const HASH = 0x23;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const DOT = 0x2e;
const COLON = 0x3a;
const LETTER_U = 0x75;

/** Where the path begins: after `scheme://authority` when the URI does not begin with a slash and has both. */
function skipAuthority(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || bytes[from] === SLASH) return from;
  let at = from;
  while (at < to && bytes[at] !== COLON) at++;
  if (at >= to) return from;
  at++;
  const authority = bytes[at] === SLASH && bytes[at + 1] === SLASH && at + 2 < to && bytes[at + 2] !== SLASH;
  if (!authority) return at;
  at += 2;
  while (at < to && bytes[at] !== SLASH && bytes[at] !== QUESTION && bytes[at] !== HASH) at++;
  return at;
}

function decodePath(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  let length = 0;
  for (let at = from; at < to; at++) {
    let byte = bytes[at]!;
    if (byte === PERCENT) {
      const wide = (bytes[at + 1]! | 32) === LETTER_U;
      const decoded = wide
        ? wideByte(bytes, at + 2, to)
        : at + 2 < to
          ? hexPair(bytes[at + 1]!, bytes[at + 2]!)
          : -1;
      if (decoded >= 0) {
        byte = decoded;
        at += wide ? 5 : 2;
      }
    }
    if (byte === BACKSLASH) byte = SLASH;
    if (byte === SLASH && length > 0 && out[length - 1] === SLASH) continue;
    out[length++] = byte;
  }
  return length;
}

/** The query and fragment: percent-decoded, otherwise untouched. */
function decodeRest(bytes: Uint8Array, from: number, to: number, out: Uint8Array, start: number): number {
  let length = start;
  for (let at = from; at < to; at++) {
    let byte = bytes[at]!;
    if (byte === PERCENT) {
      const decoded = at + 2 < to ? hexPair(bytes[at + 1]!, bytes[at + 2]!) : -1;
      if (decoded >= 0) {
        byte = decoded;
        at += 2;
      }
    }
    out[length++] = byte;
  }
  return length;
}

/** RFC 3986 section 5.2.4, in place; returns the new length. */
function removeDotSegments(path: Uint8Array, length: number): number {
  let read = 0;
  let write = 0;
  while (read < length) {
    let end = read + (path[read] === SLASH ? 1 : 0);
    const segment = end;
    while (end < length && path[end] !== SLASH) end++;
    const size = end - segment;
    const dots = size <= 2 && size > 0 && path[segment] === DOT && path[end - 1] === DOT ? size : 0;
    if (dots === 0) {
      path.copyWithin(write, read, end);
      write += end - read;
    } else {
      if (dots === 2) {
        while (write > 0 && path[write - 1] !== SLASH) write--;
        if (write > 0) write--;
      }
      // A dot segment at the end leaves its slash behind.
      if (end >= length && segment > read) path[write++] = SLASH;
      else if (segment === read) end = Math.min(end + 1, length);
    }
    read = end;
  }
  return write;
}

/** The byte that best fits a character given as four hex digits: Latin-1, full-width ASCII, else a question mark. */
function wideByte(bytes: Uint8Array, at: number, to: number): number {
  if (at + 4 > to) return -1;
  const high = hexPair(bytes[at]!, bytes[at + 1]!);
  const low = hexPair(bytes[at + 2]!, bytes[at + 3]!);
  if (high < 0 || low < 0) return -1;
  if (high === 0) return low;
  return high === 0xff && low >= 1 && low <= 0x5e ? low + 0x20 : QUESTION;
}

function hexPair(high: number, low: number): number {
  const a = HEX[high]!;
  const b = HEX[low]!;
  return a < 0 || b < 0 ? -1 : a * 16 + b;
}

const HEX = Int8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (byte >= 65 && byte <= 70) return byte - 55;
  return byte >= 97 && byte <= 102 ? byte - 87 : -1;
});
