/** Twice the clock tolerance: an older request is refused for its time already. */
const WINDOW = 10 * 60_000;
const MOST = 20_000;

/**
 * Remembers nonces for as long as a request could be played again, in this process only. It is the first of two
 * nets: what changes state is also guarded in the table, by the request counter (beats) or the batch id (events).
 */
export const createNonceMemory = () => {
  const seen = new Map<string, number>();
  return {
    /** False when the nonce was there already. `now` in epoch ms. */
    remember(nonce: string, now: number): boolean {
      for (const [old, time] of seen) {
        if (time > now - WINDOW && seen.size < MOST) break;
        seen.delete(old);
      }
      if (seen.has(nonce)) return false;
      seen.set(nonce, now);
      return true;
    },
  };
};
