import { expect, it } from 'vitest';
import { restartDelay } from './backoff.ts';

it('doubles from 0.2 s and stays at 30 s', () => {
  expect([1, 2, 3, 8, 9, 1000].map(restartDelay)).toEqual([200, 400, 800, 25_600, 30_000, 30_000]);
});
