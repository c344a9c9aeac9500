import type { Clock } from './host/ports.ts';

/** Waits that can be cut short. */
export interface Alarm {
  /** Resolves after `ms`, or as soon as someone rings; a ring between two waits ends the next at once. */
  wait(ms: number): Promise<void>;
  ring(): void;
}

/** Once the signal is aborted, waits end at once. */
export const createAlarm = (clock: Clock, signal: AbortSignal): Alarm => {
  let wake = new AbortController();
  return {
    async wait(ms) {
      await clock.sleep(ms, AbortSignal.any([signal, wake.signal]));
      wake = new AbortController();
    },
    ring: () => wake.abort(),
  };
};
