import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A function's output is kept in one file and its predecessor, each at most this long. */
const longest = 5 * 1024 * 1024;

export interface LogFile {
  write(chunk: Buffer): void;
  close(): void;
}

/** Appends to `<dir>/<name>.log` (mode 0600), moving it to `.old` when it is full. */
export function logFile(dir: string, name: string): LogFile {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${name}.log`);
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  let closed = false;
  return {
    write: (chunk) => {
      if (closed) return;
      if (size + chunk.length > longest) {
        closeSync(file);
        renameSync(path, `${path}.old`);
        file = openSync(path, 'a', 0o600);
        size = 0;
      }
      size += writeSync(file, chunk);
    },
    close: () => {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}
