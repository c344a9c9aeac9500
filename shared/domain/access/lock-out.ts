/**
 * Lock-out of an API key. Only a secret that carries the key's own GUID counts as a failure of that key: who merely
 * knows a tenant's id cannot lock its keys.
 */
export const MOST_FAILURES = 10;
/** How long a locked key refuses everything, also its right secret. */
export const LOCK_MS = 15 * 60_000;

export interface KeyLock {
  /** Failures since the last good call. */
  readonly failures?: number | undefined;
  /** Epoch ms; locked until then. */
  readonly unlockTime?: number | undefined;
}

export const isLocked = ({ unlockTime }: KeyLock, now: number): boolean =>
  unlockTime !== undefined && unlockTime > now;

/** The lock after one more failure. A lock that has passed starts the count again. */
export const afterFailure = (lock: KeyLock, now: number): KeyLock => {
  const failures = (lock.unlockTime === undefined ? (lock.failures ?? 0) : 0) + 1;
  return failures >= MOST_FAILURES ? { failures, unlockTime: now + LOCK_MS } : { failures };
};
