const FIRST = 5_000;
const MOST = 10 * 60_000;
/** A plane that asks for more than an hour is not believed. */
const MOST_ASKED = 60 * 60_000;

/**
 * Ms to wait before the next attempt after `failures` failures in a row (from 1): doubling from 5 s to 10 minutes,
 * of which a random half is taken off so that a fleet does not come back at once. `asked` is the plane's own wish
 * (`retry-after`) and is a least, onto which a random half is put for the same reason. `random` is in [0, 1).
 */
export const backoff = (failures: number, random: number, asked = 0): number => {
  const whole = Math.min(MOST, FIRST * 2 ** Math.min(Math.max(failures, 1) - 1, 30));
  const spread = whole * (1 - random / 2);
  return Math.round(Math.max(spread, Math.min(asked, MOST_ASKED) * (1 + random / 2)));
};

/** `retry-after` in ms: seconds, or a date against `now` (epoch ms). Undefined when it is neither. */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};
