import { ChunkedBody } from './chunked-body.ts';
import { fieldValue, type HeaderField, latin, splitFields } from './header-fields.ts';
import { isRequest, maybeRequest, type RequestLine, splitRequestLine } from './request-line.ts';

/** Hears of each part of each request as soon as its last byte is there. Bytes are valid during the call only. */
export interface RequestListener {
  requestLine(line: RequestLine): void;
  /** `raw` is the field lines as they came. */
  headers(fields: readonly HeaderField[], raw: Uint8Array): void;
  body(bytes: Uint8Array, from: number, to: number): void;
  finished(): void;
  /** A head that never ends within bounds. */
  oversized(): void;
}

/** Bytes of a head. Servers refuse far smaller ones; libhtp gives up on a line of 18,000. */
const LONGEST_HEAD = 65_536;

/**
 * Reads requests from the client's stream, however it is cut, one after the other on a connection that stays open.
 * What does not look like HTTP ends the reading for good (`state` is `lost`).
 */
export class RequestParser {
  readonly #listener: RequestListener;
  state: 'line' | 'headers' | 'length' | 'chunked' | 'lost' = 'line';
  /** A request line was accepted: the flow is HTTP. */
  known = false;
  /** Where the head being read begins, counted from the start of the bytes fed last; negative when it began before. */
  headOffset = 0;
  /** A head that is not complete yet. */
  #carry: Uint8Array | null = null;
  #carried = 0;
  /** Offsets within the head: searched for a line end so far, start of the current line, start of the fields. */
  #searched = 0;
  #lineStart = 0;
  #fieldsStart = 0;
  #remaining = 0;
  #chunks: ChunkedBody | null = null;

  constructor(listener: RequestListener) {
    this.#listener = listener;
  }

  feed(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to && this.state !== 'lost') {
      if (this.state === 'length') at = this.#lengthBody(bytes, at, to);
      else if (this.state === 'chunked') at = this.#chunkedBody(bytes, at, to);
      else {
        if (this.state === 'line' && this.#carried === 0) at = skipLineEnds(bytes, at, to);
        if (this.state === 'line') this.headOffset = at - from - this.#carried;
        if (at < to) at = this.#head(bytes, at, to);
      }
    }
  }

  /** Bytes are missing: only a body of known length that covers them can go on. */
  gap(size: number): void {
    if (this.state === 'length' && size < this.#remaining) this.#remaining -= size;
    else this.lose();
  }

  lose(): void {
    this.state = 'lost';
    this.#carry = null;
    this.#carried = 0;
    this.#chunks = null;
  }

  /** Goes on with a head; returns how far the bytes were used. */
  #head(bytes: Uint8Array, from: number, to: number): number {
    const carried = this.#carried;
    if (carried > 0) this.#append(bytes, from, to);
    const buffer = carried > 0 ? this.#carry! : bytes;
    const start = carried > 0 ? 0 : from;
    const end = carried > 0 ? this.#carried : to;
    const used = this.#lines(buffer, start, end);
    if (used >= 0) {
      this.#forgetCarry();
      return from + used - start - carried;
    }
    if (this.state === 'lost') return to;
    if (end - start > LONGEST_HEAD) {
      // So long a line without an end is no request of any server's, but may well be another protocol.
      if (this.state === 'headers') this.#listener.oversized();
      this.lose();
      return to;
    }
    if (carried === 0) this.#append(bytes, from, to);
    return to;
  }

  /** Reads whole lines; returns the place after the head, or -1 while it is not complete. */
  #lines(buffer: Uint8Array, start: number, end: number): number {
    for (;;) {
      const lf = buffer.indexOf(10, start + this.#searched);
      if (lf < 0 || lf >= end) {
        this.#searched = end - start;
        if (this.state === 'line' && !maybeRequest(buffer, start + this.#lineStart, end)) this.lose();
        return -1;
      }
      const lineStart = start + this.#lineStart;
      let lineEnd = lf;
      while (lineEnd > lineStart && buffer[lineEnd - 1] === 13) lineEnd--;
      this.#lineStart = lf + 1 - start;
      this.#searched = this.#lineStart;
      if (this.state === 'headers') {
        if (lineEnd === lineStart) {
          this.#headComplete(buffer, start + this.#fieldsStart, lineStart);
          return lf + 1;
        }
      } else if (lineEnd > lineStart && !this.#requestLine(buffer, lineStart, lineEnd)) return -1;
    }
  }

  #requestLine(buffer: Uint8Array, from: number, to: number): boolean {
    const line = splitRequestLine(buffer, from, to);
    if (!maybeRequest(buffer, from, to) || !isRequest(line)) {
      this.lose();
      return false;
    }
    this.known = true;
    this.state = 'headers';
    this.#fieldsStart = this.#lineStart;
    this.#listener.requestLine(line);
    return true;
  }

  #headComplete(buffer: Uint8Array, from: number, to: number): void {
    const fields = splitFields(buffer, from, to);
    this.#listener.headers(fields, buffer.subarray(from, to));
    const coding = fieldValue(fields, 'transfer-encoding');
    if (coding !== null && isChunked(coding)) {
      this.state = 'chunked';
      this.#chunks = new ChunkedBody();
      return;
    }
    const length = fieldValue(fields, 'content-length');
    this.#remaining = length === null ? 0 : leadingNumber(latin(length));
    if (this.#remaining === 0) this.#finish();
    else this.state = 'length';
  }

  #lengthBody(bytes: Uint8Array, from: number, to: number): number {
    const end = Math.min(to, from + this.#remaining);
    this.#remaining -= end - from;
    this.#listener.body(bytes, from, end);
    if (this.#remaining === 0) this.#finish();
    return end;
  }

  #chunkedBody(bytes: Uint8Array, from: number, to: number): number {
    const chunks = this.#chunks!;
    const used = chunks.feed(bytes, from, to, (low, high) => this.#listener.body(bytes, low, high));
    if (chunks.state === 'broken') this.lose();
    else if (chunks.state === 'done') this.#finish();
    return used;
  }

  #finish(): void {
    this.state = 'line';
    this.#chunks = null;
    this.#listener.finished();
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const size = this.#carried + to - from;
    if (this.#carry === null || this.#carry.length < size) {
      const larger = new Uint8Array(Math.max(512, size * 2));
      if (this.#carry !== null) larger.set(this.#carry.subarray(0, this.#carried));
      this.#carry = larger;
    }
    this.#carry.set(bytes.subarray(from, to), this.#carried);
    this.#carried = size;
  }

  /** The carried bytes are left to those who hold views of them. */
  #forgetCarry(): void {
    this.#carry = null;
    this.#carried = 0;
    this.#searched = 0;
    this.#lineStart = 0;
  }
}

/** Servers pass over empty lines ahead of a request, however many. */
function skipLineEnds(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === 10 || bytes[at] === 13)) at++;
  return at;
}

/** Whether one of the codings is exactly `chunked`: servers pay no heed to what merely contains the word. */
function isChunked(codings: Uint8Array): boolean {
  return latin(codings)
    .split(',')
    .some((coding) => coding.trim().toLowerCase() === 'chunked');
}

/**
 * The number a length begins with, as lenient servers read it: a plus sign and any number of leading zeros are no
 * obstacle. More than can be counted counts as without end.
 */
function leadingNumber(text: string): number {
  const digits = /^\+?0*(\d*)/.exec(text)?.[1] ?? '';
  return digits.length > 15 ? Number.MAX_SAFE_INTEGER : Number(digits);
}
