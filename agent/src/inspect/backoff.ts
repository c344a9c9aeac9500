const FIRST_MS = 200;
const MOST_MS = 30_000;

/** Wait before the `attempt`-th restart in a row (from 1): doubling from 0.2 s to 30 s. */
export function restartDelay(attempt: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
}
