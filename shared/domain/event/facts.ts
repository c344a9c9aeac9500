/** What summaries, placement and alerts need of an event of a host; the wire's own type is wider. */
export interface EventFacts {
  readonly kind: string;
  /** Epoch ms by the host's clock. */
  readonly at: number;
  readonly endAt?: number | undefined;
  readonly repeatCount?: number | undefined;
  readonly ruleID?: number | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly severity?: string | undefined;
  readonly action?: string | undefined;
  readonly direction?: string | undefined;
  readonly sourceIP?: string | undefined;
  readonly destinationIP?: string | undefined;
}

const STOPPING = new Set(['block', 'reset', 'deny']);

/** Whether the packet did not pass. A folded event counts as often as it occurred. */
export const isStopped = (event: EventFacts): boolean => STOPPING.has(event.action ?? '');

export const occurrences = (event: EventFacts): number => event.repeatCount ?? 1;

/** Last moment that the event tells of. */
export const endOf = (event: EventFacts): number => Math.max(event.at, event.endAt ?? event.at);

/** The other side of the host: who sent what came in, whom it was sent to when it went out. */
export const peerOf = (event: EventFacts): string | undefined =>
  event.direction === 'outgoing' ? event.destinationIP : event.sourceIP;
