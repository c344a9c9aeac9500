import { connectionKey } from './reset-segment.ts';

/**
 * Connections we have reset. A reset misses its mark when data for that end was on its way: the end expects a higher
 * number by then, and ignores it. What it sends next says which number it expects, so it is told again, a few times.
 */
export interface ResetConnections {
  add(datagram: Uint8Array): void;
  /** True when the segment's sender has missed our reset and may be told once more. */
  asksAgain(datagram: Uint8Array): boolean;
}

const MOST_CONNECTIONS = 4096;
const MOST_REPEATS = 8;

export function createResetConnections(): ResetConnections {
  const left = new Map<string, number>();
  return {
    add(datagram) {
      const key = connectionKey(datagram);
      if (key === null) return;
      left.delete(key);
      left.set(key, MOST_REPEATS);
      if (left.size <= MOST_CONNECTIONS) return;
      const [oldest] = left.keys();
      if (oldest !== undefined) left.delete(oldest);
    },
    asksAgain(datagram) {
      const key = connectionKey(datagram);
      const repeats = key === null ? undefined : left.get(key);
      if (key === null || repeats === undefined || repeats === 0) return false;
      left.set(key, repeats - 1);
      return true;
    },
  };
}
