import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** Replaces a file whole (temporary, fsync, rename), mode 0600: a reader sees the old or the new one. */
export function writeSecret(path: string, content: string | Buffer): void {
  const temporary = `${path}.${process.pid}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    for (let rest = Buffer.from(content); rest.length > 0; ) rest = rest.subarray(writeSync(file, rest));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** What is kept at `path`, or made, kept and returned when nothing is there. */
export async function keptSecret<T>(path: string, make: () => T | Promise<T>): Promise<T> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as T;
  const made = await make();
  writeSecret(path, JSON.stringify(made, null, 2));
  return made;
}
