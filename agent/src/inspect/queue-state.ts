import { readFileSync } from 'node:fs';

/** One line of /proc/net/netfilter/nfnetlink_queue: a queue somebody is bound to. */
export interface QueueState {
  readonly queue: number;
  /** Netlink port of who is bound. */
  readonly portId: number;
  /** Packets that wait for a verdict. */
  readonly waiting: number;
  /** Packets that found the queue, or the reader's buffer, full: passed (open) or dropped (closed) uninspected. */
  readonly overflowed: number;
}

/** All bound queues of this network namespace; empty on a kernel without NFQUEUE. */
export function readQueues(): QueueState[] {
  try {
    return parseQueues(readFileSync('/proc/self/net/netfilter/nfnetlink_queue', 'utf8'));
  } catch {
    return [];
  }
}

export function parseQueues(text: string): QueueState[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((fields) => fields.length >= 8 && fields.every(Number.isFinite))
    .map(([queue = 0, portId = 0, waiting = 0, , , full = 0, unread = 0]) => ({
      queue,
      portId,
      waiting,
      overflowed: full + unread,
    }));
}
