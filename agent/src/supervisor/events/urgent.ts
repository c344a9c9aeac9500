import type { HostEvent } from '../../../../shared/schema/agent/events.ts';

/** A burst becomes one batch. */
const SETTLE = 200;
const AT_MOST_EVERY = 10_000;

/**
 * What blocked with high severity does not wait for the next beat (DESIGN "Agent", Fresh events), and neither does
 * word that a part of the protection is away.
 */
export const isUrgent = (event: HostEvent): boolean => {
  if (event.kind === 'agent') return event.severity === 'error';
  return (
    event.kind === 'intrusion-prevention' &&
    (event.action === 'block' || event.action === 'reset') &&
    (event.severity === 'high' || event.severity === 'critical')
  );
};

/** When to send after an urgent event: at once, but at most every 10 seconds. Monotonic ms. */
export const flushAt = (now: number, lastFlush: number | undefined): number =>
  Math.max(now + SETTLE, lastFlush === undefined ? 0 : lastFlush + AT_MOST_EVERY);
