import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A function's output is kept in one file and its predecessor, each at most this long. */
const longest = 5 * 1024 * 1024;

export interface LogFile {
  write(chunk: Buffer): void;
  close(): void;
}

/**
 * Appends to `<dir>/<name>.log` (mode 0600), moving it to `.old` when it is full. What the disk does not take is lost:
 * a line of a log is not worth the plane.
 */
export function logFile(dir: string, name: string): LogFile {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${name}.log`);
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  let closed = false;
  const begin = (): void => {
    renameSync(path, `${path}.old`);
    const next = openSync(path, 'a', 0o600);
    closeSync(file);
    file = next;
    size = 0;
  };
  return {
    write: (chunk) => {
      if (closed) return;
      try {
        if (size + chunk.length > longest) begin();
        size += writeSync(file, chunk);
      } catch {
        // There is nowhere left to say so.
      }
    },
    close: () => {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}
