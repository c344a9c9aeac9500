import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a whole file so that after a crash there is the old content or the new, never a part. Mode 0600. With
 * `keepLast` the content before stays beside it as `PATH.last`.
 */
export function writeDurably(path: string, content: string | Uint8Array, keepLast = false): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.new`;
  const fd = openSync(beside, 'w', 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  if (keepLast && existsSync(path)) {
    rmSync(`${path}.last`, { force: true });
    linkSync(path, `${path}.last`);
  }
  renameSync(beside, path);
  syncDirectory(dirname(path));
}

/** Makes renames and removals in a directory survive a power cut. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
