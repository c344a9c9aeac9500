import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * One process per state directory. The kernel holds the lock and drops it when the process ends, however it ends.
 * Undefined: another process has it.
 */
export const lockDirectory = (directory: string): { release(): void } | undefined => {
  const flock = koffi.load(null).func('int flock(int, int)');
  const fd = openSync(join(directory, 'lock'), 'a', 0o600);
  if (flock(fd, LOCK_EX | LOCK_NB) !== 0) {
    closeSync(fd);
    return undefined;
  }
  return { release: () => closeSync(fd) };
};
