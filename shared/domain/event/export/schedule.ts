import { LOG_LIFE } from '../retention.ts';

/** How far scheduled exports of a class of events have come. Times are of receipt, epoch ms. */
export interface Progress {
  /** Everything received before is in an export that was finished. */
  readonly until: number;
  /** The export that is being written, and how far that will be. */
  readonly running?: { readonly exportID: string; readonly until: number } | undefined;
}

/** Half-open. */
export interface ReceivedRange {
  readonly from: number;
  readonly until: number;
}

/**
 * What is received is in the table this much later at most: the longest run of a function that writes events, and what
 * clocks of running instances differ. Only what is older is exported, since nothing can join it any more.
 */
export const SETTLED_AFTER = 15 * 60_000;

/**
 * What the next scheduled export of a class holds: all that was received since the last one that was finished, of what
 * is still kept. One that fails moves nothing, so the next takes up its range as well. Undefined: one is being written,
 * or nothing new can have come.
 */
export const nextRange = (progress: Progress | undefined, now: number): ReceivedRange | undefined => {
  if (progress?.running) return undefined;
  const from = Math.max(progress?.until ?? 0, now - LOG_LIFE);
  const until = now - SETTLED_AFTER;
  return from < until ? { from, until } : undefined;
};

export const begun = (
  progress: Progress | undefined,
  { from, until }: ReceivedRange,
  exportID: string,
): Progress => ({ until: progress?.until ?? from, running: { exportID, until } });

/** What has become of the export that is being written. `state` undefined: it is there no more. */
export const settled = (progress: Progress, state: 'waiting' | 'done' | 'failed' | undefined): Progress => {
  if (!progress.running || state === 'waiting') return progress;
  return { until: state === 'done' ? progress.running.until : progress.until };
};
