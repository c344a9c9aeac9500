/**
 * Whether a destination is worth trying. One that does not take what is sent is left alone for a while that doubles,
 * so that it costs nobody else time; what is for it waits.
 */
export interface Circuit {
  /** Failures in a row. */
  readonly failures: number;
  /** Epoch ms: not tried before; the circuit is open. */
  readonly openUntil: number;
  /** Epoch ms of the first failure of the row. */
  readonly since: number;
  /** In words, of the last failure. */
  readonly message: string;
}

const FIRST_MS = 30_000;
export const LONGEST_MS = 3_600_000;
/** Failures in a row after which people are told. */
export const FAILURES_TOLD = 3;

/** Ms until the next try after so many failures in a row. */
export const backOff = (failures: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(16, failures - 1));

export const failed = (circuit: Circuit | undefined, message: string, now: number): Circuit => {
  const failures = (circuit?.failures ?? 0) + 1;
  return { failures, openUntil: now + backOff(failures), since: circuit?.since ?? now, message };
};
