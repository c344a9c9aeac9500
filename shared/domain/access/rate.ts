/** Calls in the last 60 seconds, after domain/api.md "Rate limits": rejected calls do not count. */
export const RATE_WINDOW = 60_000;

export interface RateLimits {
  readonly perKey: number;
  readonly perTenant: number;
}

/** What one running instance of a function lets through in a minute. */
export const DEFAULT_RATES: RateLimits = { perKey: 6_000, perTenant: 12_000 };

/** Calls of this and the previous window; the previous one counts by the share of it that is still in view. */
export interface Tally {
  readonly window: number;
  readonly current: number;
  readonly previous: number;
}

export const tallyAt = (tally: Tally | undefined, now: number): Tally => {
  const window = Math.floor(now / RATE_WINDOW);
  if (tally?.window === window) return tally;
  return { window, current: 0, previous: tally?.window === window - 1 ? tally.current : 0 };
};

/** Whether one more call stays within `limit` calls of a rolling minute. `tally` is of now. */
export const within = (tally: Tally, limit: number, now: number): boolean =>
  tally.current + tally.previous * (1 - (now % RATE_WINDOW) / RATE_WINDOW) + 1 <= limit;
