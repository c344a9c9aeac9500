import { closeSync, openSync, readSync } from 'node:fs';

/** Reads a file front to back in large pieces, so that a capture may be larger than memory. */
export class ByteSource {
  readonly #descriptor: number;
  #buffer = new Uint8Array(1_048_576);
  #start = 0;
  #end = 0;
  #done = false;

  /** Throws the system's error when the file cannot be opened. */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  /** The next `size` bytes, valid until the next call; fewer at the end of the file. */
  take(size: number): Uint8Array {
    while (this.#end - this.#start < size && !this.#done) this.#fill(size);
    const end = Math.min(this.#end, this.#start + size);
    const bytes = this.#buffer.subarray(this.#start, end);
    this.#start = end;
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #fill(size: number): void {
    const held = this.#end - this.#start;
    const target = size > this.#buffer.length ? new Uint8Array(size) : this.#buffer;
    target.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = target;
    this.#start = 0;
    this.#end = held;
    const read = readSync(this.#descriptor, this.#buffer, held, this.#buffer.length - held, null);
    this.#end += read;
    this.#done = read === 0;
  }
}
