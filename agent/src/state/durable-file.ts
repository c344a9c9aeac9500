import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a whole file so that after a crash or a power cut there is the old content or the new, never a part.
 * Mode 0600. With `keepLast` the content before stays beside it as `PATH.last`.
 */
export const writeDurably = (path: string, content: Uint8Array, keepLast = false): void => {
  const beside = `${path}.new`;
  const fd = openSync(beside, 'w', 0o600);
  try {
    for (let done = 0; done < content.length; ) done += writeSync(fd, content, done);
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
};

/** Makes what was renamed or removed in a directory survive a power cut. */
export const syncDirectory = (path: string): void => {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};
