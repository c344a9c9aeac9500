/** Places of the parts of a request line in its bytes. `protocolStart === end` when the line names no protocol. */
export interface RequestLine {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly methodStart: number;
  readonly methodEnd: number;
  readonly uriStart: number;
  readonly uriEnd: number;
  readonly protocolStart: number;
}

const SPACE = 32;

/** White space as libhtp sees it: blank, tab, vertical tab, form feed, CR, LF. */
function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= 9 && byte <= 13);
}

/**
 * Splits `bytes[start..end)` (no line end). The method ends at the first white space, the URI at the last blank, so a
 * URI may hold blanks; without a second blank the rest of the line is the URI (HTTP/0.9).
 */
export function splitRequestLine(bytes: Uint8Array, start: number, end: number): RequestLine {
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;
  const methodStart = at;
  while (at < end && !isSpace(bytes[at]!)) at++;
  const methodEnd = at;
  while (at < end && isSpace(bytes[at]!)) at++;
  const uriStart = at;
  let last = end;
  while (last > uriStart && isSpace(bytes[last - 1]!)) last--;
  const cut = lastBreak(bytes, uriStart, last);
  let uriEnd = cut < 0 ? last : cut;
  const protocolStart = cut < 0 ? end : cut + 1;
  while (uriEnd > uriStart && isSpace(bytes[uriEnd - 1]!)) uriEnd--;
  return { bytes, start, end, methodStart, methodEnd, uriStart, uriEnd, protocolStart };
}

/** The last blank, or when there is none the last other white space; -1 when there is neither. */
function lastBreak(bytes: Uint8Array, from: number, to: number): number {
  for (let at = to - 1; at > from; at--) if (bytes[at] === SPACE) return at;
  for (let at = to - 1; at > from; at--) if (isSpace(bytes[at]!)) return at;
  return -1;
}

const LONGEST_METHOD = 32;

/** Whether what is at hand can become a request: a word of letters, `-` or `_`, then white space. */
export function maybeRequest(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && isSpace(bytes[at]!)) at++;
  const method = at;
  for (; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === SPACE || byte === 9) return at > method;
    if (at - method >= LONGEST_METHOD || !isMethodByte(byte)) return false;
  }
  return true;
}

function isMethodByte(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 45 || byte === 95;
}

const METHODS = new Set(
  (
    'GET PUT POST HEAD TRACE OPTIONS CONNECT DELETE PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK CHECKOUT ' +
    'UNCHECKOUT CHECKIN UPDATE LABEL REPORT MKWORKSPACE MKACTIVITY MERGE INVALID VERSION-CONTROL BASELINE-CONTROL SEARCH'
  ).split(' '),
);

/** Whether a whole line is a request: a known method in either case, or any method with `HTTP/` as protocol. */
export function isRequest(line: RequestLine): boolean {
  const { bytes, methodStart, methodEnd, uriStart, uriEnd, protocolStart, end } = line;
  if (methodEnd - methodStart > LONGEST_METHOD || uriEnd === uriStart) return false;
  if (end - protocolStart >= 5 && 'HTTP/' === text(bytes, protocolStart, protocolStart + 5).toUpperCase())
    return true;
  return METHODS.has(text(bytes, methodStart, methodEnd).toUpperCase());
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
