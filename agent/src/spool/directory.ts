import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpoolFiles } from './spool-files.ts';

/** A spool's files in a real directory (mode 0700, files 0600). */
export const openSpoolDirectory = async (directory: string): Promise<SpoolFiles> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => join(directory, name);

  const synced = async (path: string, flags: string, work: (file: FileHandle) => Promise<unknown>) => {
    const file = await open(path, flags, 0o600);
    try {
      await work(file);
      await file.datasync();
    } finally {
      await file.close();
    }
  };
  const syncDirectory = async (): Promise<void> => {
    const file = await open(directory, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  };

  return {
    async list() {
      const names = await readdir(directory);
      return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(pathOf(name))).size })));
    },
    read: (name) => readFile(pathOf(name)),
    append: (name, bytes) => synced(pathOf(name), 'a', (file) => file.writeFile(bytes)),
    async writeWhole(name, bytes) {
      await synced(pathOf(`${name}.new`), 'w', (file) => file.writeFile(bytes));
      await rename(pathOf(`${name}.new`), pathOf(name));
      await syncDirectory();
    },
    truncate: (name, bytes) => synced(pathOf(name), 'r+', (file) => file.truncate(bytes)),
    async remove(name) {
      await rm(pathOf(name), { force: true });
      await syncDirectory();
    },
  };
};

type FileHandle = Awaited<ReturnType<typeof open>>;
