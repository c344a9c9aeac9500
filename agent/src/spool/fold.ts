import type { SpooledEvent } from './spooled-event.ts';

/**
 * Whether two events tell the same, their times aside: identical consecutive events are merged into one with a
 * repeat count, the first time and the last (events.md section 1). Agent events are never merged, and one that brings
 * a packet is not lost in an earlier one.
 */
export const sameEvent = (earlier: SpooledEvent, later: SpooledEvent): boolean =>
  earlier.kind !== 'agent' &&
  later.kind !== 'agent' &&
  later.packet === undefined &&
  likeness(earlier) === likeness(later);

export interface Repeat {
  readonly count: number;
  /** Epoch ms. */
  readonly endAt: number;
}

/** What an event adds to an earlier one that tells the same. */
export const asRepeat = (event: SpooledEvent): Repeat =>
  event.kind === 'agent'
    ? { count: 1, endAt: event.at }
    : { count: event.repeatCount, endAt: event.endAt ?? event.at };

export const repeated = (event: SpooledEvent, repeat: Repeat): SpooledEvent =>
  event.kind === 'agent'
    ? event
    : {
        ...event,
        repeatCount: event.repeatCount + repeat.count,
        endAt: Math.max(event.endAt ?? event.at, repeat.endAt),
      };

const likeness = (event: SpooledEvent): string =>
  JSON.stringify(
    Object.entries({ ...event, at: 0, endAt: 0, repeatCount: 0, packet: '' }).sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  );
