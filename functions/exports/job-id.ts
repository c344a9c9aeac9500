import { randomBytes } from 'node:crypto';

/** Sorts by time, and cannot be guessed. */
export const newJobID = (now: number): string =>
  `${String(now).padStart(13, '0')}-${randomBytes(8).toString('hex')}`;
