import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Locked =
  | { readonly ok: true; release(): void }
  | { readonly ok: false; readonly reason: 'in-use'; readonly pid: number };

/**
 * Makes the data directory ours. The lock is SQLite's on an open file: the kernel drops it when the process ends,
 * however that happens, so there is no stale lock to guess about.
 */
export function lockDataDir(dir: string): Locked {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const pidFile = join(dir, 'pid');
  const database = new DatabaseSync(join(dir, 'lock'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return { ok: false, reason: 'in-use', pid: Number(readFileSync(pidFile, 'utf8')) };
  }
  writeFileSync(pidFile, String(process.pid), { mode: 0o600 });
  return { ok: true, release: () => database.close() };
}
