import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../host/durable-file.ts';

/** Contents by hash, as received and still packed: they are checked again whenever they are read. */
export interface ContentFiles {
  read(hash: string): Uint8Array | undefined;
  write(hash: string, bytes: Uint8Array): void;
  /** Removes every content but these. */
  keepOnly(hashes: readonly string[]): void;
}

export const openContentFiles = (directory: string): ContentFiles => {
  const folder = join(directory, 'content');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (hash: string): string => join(folder, `${hash}.zst`);
  return {
    read(hash) {
      try {
        return readFileSync(pathOf(hash));
      } catch {
        return undefined;
      }
    },
    write: (hash, bytes) => writeDurably(pathOf(hash), bytes),
    keepOnly(hashes) {
      const keep = new Set(hashes.map((hash) => `${hash}.zst`));
      for (const name of readdirSync(folder)) {
        if (!keep.has(name)) rmSync(join(folder, name), { force: true });
      }
    },
  };
};
