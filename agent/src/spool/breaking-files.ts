import type { SpoolFiles } from './spool-files.ts';

/** What stands on the imagined disk; it outlives the process that wrote it. */
export type Disk = Map<string, Uint8Array>;

export interface Breakdown {
  /** The n-th change of the directory goes wrong, from 0. */
  readonly at: number;
  /** How much of that change still happens, from 0 to 1. */
  readonly part: number;
  /** `crash`: nothing works after it. `error`: the call fails and the process lives on. */
  readonly how: 'crash' | 'error';
}

/** Test double of a directory that fails in the middle of a change, leaving what a real one may leave. */
export const breakingFiles = (disk: Disk, breakdown?: Breakdown): SpoolFiles & { dead(): boolean } => {
  let changes = 0;
  let dead = false;
  const change = (whole: () => void, partly: (part: number) => void): void => {
    if (dead) throw new Error('the process is gone');
    if (breakdown && changes++ === breakdown.at) {
      partly(breakdown.part);
      dead = breakdown.how === 'crash';
      throw new Error('broken');
    }
    whole();
  };
  const cut = (bytes: Uint8Array, part: number): Uint8Array =>
    bytes.slice(0, Math.floor(bytes.length * part));
  const join = (a: Uint8Array, b: Uint8Array): Uint8Array => Buffer.concat([a, b]);

  return {
    dead: () => dead,
    async list() {
      return [...disk].map(([name, bytes]) => ({ name, bytes: bytes.length }));
    },
    async read(name) {
      const bytes = disk.get(name);
      if (!bytes) throw new Error(`no file ${name}`);
      return bytes;
    },
    async append(name, bytes) {
      const before = disk.get(name) ?? new Uint8Array(0);
      change(
        () => disk.set(name, join(before, bytes)),
        (part) => disk.set(name, join(before, cut(bytes, part))),
      );
    },
    async writeWhole(name, bytes) {
      change(
        () => disk.set(name, bytes),
        (part) => {
          if (part < 0.3) disk.set(`${name}.new`, cut(bytes, part));
          else if (part > 0.6) disk.set(name, bytes);
        },
      );
    },
    async truncate(name, size) {
      const cutTo = () => disk.set(name, (disk.get(name) ?? new Uint8Array(0)).slice(0, size));
      change(cutTo, (part) => part > 0.5 && cutTo());
    },
    async remove(name) {
      change(
        () => disk.delete(name),
        (part) => part > 0.5 && disk.delete(name),
      );
    },
  };
};
