import type { BatchPlace } from '../../shared/table/entities/event/batch-places.ts';

/** What lies in one page, made line by line only when it is written. */
export interface LinePage {
  /** Lines with their ends, some at a time: those of one batch, or of one page of system events. */
  readonly lines: Iterable<readonly string[]>;
  /** Where to go on behind this page; absent: this was the last. */
  readonly next?: BatchPlace | undefined;
}

/** Where an export's lines come from. */
export interface LineSource {
  /** Stands at the head of every part. */
  readonly heading: string;
  readonly pages: (from?: BatchPlace) => AsyncIterable<LinePage>;
}
