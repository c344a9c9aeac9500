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
 * Splits `bytes[start..end)` (no line end) as libhtp does: the method ends at the first white space, the URI at the
 * first blank or, in a line without one, at other white space. Without a protocol the request is HTTP/0.9.
 */
export function splitRequestLine(bytes: Uint8Array, start: number, end: number): RequestLine {
  const methodStart = skip(bytes, start, end, true);
  const methodEnd = skip(bytes, methodStart, end, false);
  const uriStart = skip(bytes, methodEnd, end, true);
  const blank = bytes.indexOf(SPACE, uriStart);
  const uriEnd = blank >= 0 && blank < end ? blank : skip(bytes, uriStart, end, false);
  const protocolStart = skip(bytes, uriEnd, end, true);
  return { bytes, start, end, methodStart, methodEnd, uriStart, uriEnd, protocolStart };
}

/** The first place from `from` on that is not (or is) white space. */
function skip(bytes: Uint8Array, from: number, to: number, space: boolean): number {
  let at = from;
  while (at < to && isSpace(bytes[at]!) === space) at++;
  return at;
}

/** Apache's limit for a whole request line: servers run scripts for methods of any length. */
const LONGEST_METHOD = 8190;
/** The longest name among METHODS. */
const LONGEST_KNOWN = 16;

/** Whether what is at hand can become a request: a token, then white space. */
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

/** Characters of a token (RFC 9110 section 5.6.2): servers run scripts for methods they do not know. */
const TOKEN = new Set([..."!#$%&'*+-.^_`|~"].map((char) => char.charCodeAt(0)));

function isMethodByte(byte: number): boolean {
  const letter = byte | 32;
  return (letter >= 97 && letter <= 122) || (byte >= 48 && byte <= 57) || TOKEN.has(byte);
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
  if (methodEnd - methodStart > LONGEST_KNOWN) return false;
  return METHODS.has(text(bytes, methodStart, methodEnd).toUpperCase());
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
