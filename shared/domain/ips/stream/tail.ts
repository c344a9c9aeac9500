/**
 * The last bytes of a stream, contiguous. Positions count from the start of the stream; what lies before `base` is
 * forgotten. Grows up to what is kept.
 */
export class Tail {
  bytes: Uint8Array;
  /** `bytes[start]` is the byte at position `base`. */
  start = 0;
  end = 0;
  base: number;

  constructor(base: number) {
    this.bytes = EMPTY;
    this.base = base;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Position after the last byte held. */
  get position(): number {
    return this.base + this.end - this.start;
  }

  append(from: Uint8Array, low: number, high: number): void {
    const size = high - low;
    if (this.end + size > this.bytes.length) this.#makeRoom(size);
    copy(from, low, high, this.bytes, this.end);
    this.end += size;
  }

  /** Forgets what lies before `position`. */
  discardBefore(position: number): void {
    const drop = Math.min(this.length, position - this.base);
    if (drop <= 0) return;
    this.start += drop;
    this.base += drop;
    if (this.start === this.end) {
      this.start = 0;
      this.end = 0;
    }
  }

  /** Empties the tail and goes on at `position`. */
  restart(position: number): void {
    this.start = 0;
    this.end = 0;
    this.base = position;
  }

  /** Gives the memory back; what was held is forgotten. */
  release(): void {
    this.restart(this.position);
    this.bytes = EMPTY;
  }

  #makeRoom(size: number): void {
    const needed = this.length + size;
    const roomy = needed * 2 <= this.bytes.length ? this.bytes : new Uint8Array(Math.max(1024, needed * 2));
    copy(this.bytes, this.start, this.end, roomy, 0);
    this.bytes = roomy;
    this.end -= this.start;
    this.start = 0;
  }
}

const EMPTY = new Uint8Array(0);

/** A loop beats the call of `set` on short runs, where most segments are. */
function copy(from: Uint8Array, low: number, high: number, to: Uint8Array, at: number): void {
  if (high - low > 64 || from === to) {
    if (from === to) to.copyWithin(at, low, high);
    else to.set(from.subarray(low, high), at);
    return;
  }
  for (let read = low, write = at; read < high; read++, write++) to[write] = from[read]!;
}
