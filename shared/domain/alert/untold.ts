const MINUTE = 60_000;

/** The stream and the queue get this long; a raising older than the second figure is no news any more. */
const GRACE = 10 * MINUTE;
const NEWS = 2 * 24 * 60 * MINUTE;

/** Whether people ought to have been told of a raised alert by now, and still should be. Epoch ms. */
export const needsTelling = (
  alert: { readonly state: string; readonly began: number },
  now: number,
): boolean => alert.state === 'raised' && alert.began <= now - GRACE && alert.began >= now - NEWS;
