import type { HostEvent } from '../../../shared/schema/agent/events.ts';

/**
 * Whether two events tell the same, their times aside: identical consecutive events are merged into one with a
 * repeat count, the first time and the last (events.md section 1). Agent events are never merged.
 */
export const sameEvent = (a: HostEvent, b: HostEvent): boolean =>
  a.kind !== 'agent' && b.kind !== 'agent' && likeness(a) === likeness(b);

export interface Repeat {
  readonly count: number;
  /** Epoch ms. */
  readonly endAt: number;
}

/** What an event adds to an earlier one that tells the same. */
export const asRepeat = (event: HostEvent): Repeat =>
  event.kind === 'agent'
    ? { count: 1, endAt: event.at }
    : { count: event.repeatCount, endAt: event.endAt ?? event.at };

export const repeated = (event: HostEvent, repeat: Repeat): HostEvent =>
  event.kind === 'agent'
    ? event
    : {
        ...event,
        repeatCount: event.repeatCount + repeat.count,
        endAt: Math.max(event.endAt ?? event.at, repeat.endAt),
      };

const likeness = (event: HostEvent): string =>
  JSON.stringify(
    Object.entries({ ...event, at: 0, endAt: 0, repeatCount: 0 }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
