import { LOG_LIFE } from './retention.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A host seals at least every hour, and its clock may be five minutes off while it works as it should. */
const LONGEST_WAIT = 2 * HOUR;
const EARLY = 5 * MINUTE;
/** How long a batch may wait in its spool before it counts as astray, and how far ahead a host may seal. */
const LONGEST_OUTAGE = 7 * DAY;
const AHEAD = HOUR;

export interface Window {
  /** Event time, epoch ms, both ends included. */
  readonly from: number;
  readonly to: number;
}

/**
 * Batches are kept by the hour in which their host sealed them, which every retry repeats; searches ask by event
 * time. The two fit unless a clock jumped or a host was away for long. Such a batch is *astray*: it is noted in a
 * list of its own that every search also reads, so that no event is out of reach because of its time.
 */
export const isAstray = (sealed: number, events: Window, received: number): boolean =>
  sealed > received + AHEAD ||
  sealed < received - LONGEST_OUTAGE ||
  events.from < sealed - LONGEST_WAIT ||
  events.to > sealed + EARLY;

export interface Hours {
  /** Hours since 1970, both ends included; none when `newest` is below `oldest`. */
  readonly newest: number;
  readonly oldest: number;
}

/** Hours of sealing in which batches that are not astray may hold events of the window. */
export const hoursFor = (window: Window, now: number): Hours => ({
  newest: hourOf(Math.min(window.to + LONGEST_WAIT, now + AHEAD)),
  oldest: hourOf(Math.max(window.from - EARLY, now - LOG_LIFE - LONGEST_OUTAGE)),
});

/** Hours of sealing in which batches that are not astray may have been received in a half-open stretch of time. */
export const hoursReceived = ({ from, until }: { readonly from: number; readonly until: number }): Hours => ({
  newest: hourOf(until + AHEAD),
  oldest: hourOf(from - LONGEST_OUTAGE),
});

/** Event time down to which everything was seen once an hour of sealing and all newer ones are through. */
export const searchedDownTo = (hour: number, window: Window): number =>
  Math.min(window.to, Math.max(window.from, hour * HOUR + EARLY));

/** Whether a time by the host's clock cannot be right: ahead of its receipt, or older than any log. */
export const isSkewed = (at: number, received: number): boolean =>
  at > received + EARLY || at < received - LOG_LIFE;

const hourOf = (ms: number): number => Math.floor(ms / HOUR);
