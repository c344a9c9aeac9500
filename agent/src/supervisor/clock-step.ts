/** Smaller steps are what NTP does all day. */
const WORTH_TELLING = 60_000;

export interface ClockReading {
  /** Epoch ms. */
  readonly wall: number;
  readonly monotonic: number;
}

/** By how many ms the wall clock was set between two readings; 0 when it just ran (agent event 5004). */
export const clockStep = (before: ClockReading, after: ClockReading): number => {
  const step = after.wall - before.wall - (after.monotonic - before.monotonic);
  return Math.abs(step) >= WORTH_TELLING ? Math.round(step) : 0;
};

export const clockStepText = (step: number): string =>
  `The host's clock was set ${step > 0 ? 'forward' : 'back'} by ${Math.round(Math.abs(step) / 1000)} seconds.`;
