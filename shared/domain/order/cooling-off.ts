/** For 14 days after a cancellation nothing new can be ordered (ORD-6). In ms. */
export const COOLING_OFF = 14 * 24 * 3_600_000;

const SECOND = 1000;

/** From when on (epoch ms, a whole second) a new order is possible again after a cancellation took effect. */
export const newOrderFrom = (cancelled: number): number =>
  Math.floor(cancelled / SECOND) * SECOND + COOLING_OFF;

/** A time to the second as people of a zone read it: `7 December 2026 at 12:00:00 GMT+9`. */
export const inWords = (time: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long', timeZone }).format(time);
