const LARGEST_CHUNK = 0x7fffffff;
const LF = 10;

/** Decodes the chunked transfer coding (RFC 9112 section 7.1), however the bytes are cut. */
export class ChunkedBody {
  state: 'size' | 'extension' | 'data' | 'data-end' | 'trailer' | 'done' | 'broken' = 'size';
  #remaining = 0;
  #digits = 0;
  #lineLength = 0;

  /** Calls `piece` with each run of body bytes; returns how far the bytes were used. */
  feed(bytes: Uint8Array, from: number, to: number, piece: (low: number, high: number) => void): number {
    let at = from;
    while (at < to && this.state !== 'done' && this.state !== 'broken') {
      if (this.state === 'data') {
        const end = Math.min(to, at + this.#remaining);
        piece(at, end);
        this.#remaining -= end - at;
        at = end;
        if (this.#remaining === 0) this.state = 'data-end';
      } else this.#line(bytes[at++]!);
    }
    return at;
  }

  #line(byte: number): void {
    if (this.state === 'size') this.#size(byte);
    else if (this.state === 'extension') {
      if (byte === LF) this.#sizeComplete();
    } else if (this.state === 'data-end') {
      if (byte === LF) this.#nextSize();
      else if (byte !== 13) this.state = 'broken';
    } else if (byte === LF) {
      if (this.#lineLength === 0) this.state = 'done';
      this.#lineLength = 0;
    } else if (byte !== 13) this.#lineLength++;
  }

  #size(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#remaining = this.#remaining * 16 + digit;
      this.#digits++;
      if (this.#remaining > LARGEST_CHUNK) this.state = 'broken';
    } else if (byte === LF) this.#sizeComplete();
    else if (this.#digits > 0) this.state = 'extension';
    else if (byte !== 32 && byte !== 9 && byte !== 13) this.state = 'broken';
  }

  #sizeComplete(): void {
    // libhtp skips empty lines before a size.
    if (this.#digits === 0) this.state = 'size';
    else if (this.#remaining === 0) this.state = 'trailer';
    else this.state = 'data';
  }

  #nextSize(): void {
    this.state = 'size';
    this.#remaining = 0;
    this.#digits = 0;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
