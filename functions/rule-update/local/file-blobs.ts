import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Blobs } from '../../../shared/ports/blob.ts';

/** Blobs as files under a directory: an object that is being written is not there yet. */
export const fileBlobs = (dir: string): Blobs => ({
  async put(name, bytes) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  },
  async get(name) {
    try {
      return readFileSync(join(dir, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
});
