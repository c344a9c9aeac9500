import { expect, it } from 'vitest';
import { afterFailure, isLocked, type KeyLock, LOCK_MS, MOST_FAILURES } from './lock-out.ts';

const fail = (times: number, lock: KeyLock = {}): KeyLock =>
  Array.from({ length: times }).reduce<KeyLock>((current) => afterFailure(current, 1000), lock);

it('locks at the last failure, for a while', () => {
  expect(isLocked(fail(MOST_FAILURES - 1), 1000)).toBe(false);
  const locked = fail(MOST_FAILURES);
  expect(isLocked(locked, 1000)).toBe(true);
  expect(isLocked(locked, 1000 + LOCK_MS)).toBe(false);
});

it('counts from one again after a lock', () => {
  expect(fail(1, fail(MOST_FAILURES))).toEqual({ failures: 1 });
});
