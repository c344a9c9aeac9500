/**
 * The functions' clock, which a test may put ahead: a tenant's life has waits of weeks in it. One machine keeps its own
 * time (queues, timers, signatures); functions read theirs through `Date.now`.
 */
export interface FunctionClock {
  /** Shared with every function's thread: how far it is ahead, in ms. */
  readonly shared: SharedArrayBuffer;
  now(): number;
  /** From now on it is this much further ahead. `ms`: a whole number. */
  advance(ms: number): void;
}

export const functionClock = (): FunctionClock => {
  const shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const ahead = new BigInt64Array(shared);
  return {
    shared,
    now: () => Date.now() + Number(Atomics.load(ahead, 0)),
    advance: (ms) => void Atomics.add(ahead, 0, BigInt(ms)),
  };
};

/** Puts this thread's `Date.now` ahead; answers the machine's own clock. */
export const keepClock = (shared: SharedArrayBuffer | undefined): (() => number) => {
  const own = Date.now;
  if (shared) {
    const ahead = new BigInt64Array(shared);
    Date.now = () => own() + Number(Atomics.load(ahead, 0));
  }
  return own;
};
