import { backoff } from '../../link/backoff.ts';
import type { PlaneLink } from '../../link/plane-link.ts';
import type { Spool } from '../../spool/spool.ts';
import type { SpooledEvent } from '../../spool/spooled-event.ts';
import type { Clock } from '../host/ports.ts';
import type { AgentEventName } from './agent-event.ts';
import { sendBatches } from './send-batches.ts';
import { flushAt, isUrgent } from './urgent.ts';

export interface OutboxDeps {
  readonly spool: Spool;
  readonly link: Pick<PlaneLink, 'sendBatch'>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Called when something became due earlier than it was. */
  readonly onDue: () => void;
  readonly tell: (event: AgentEventName, description: string) => void;
  readonly log: (line: string) => void;
}

/** Which events leave when. */
export interface Outbox {
  record(events: readonly SpooledEvent[]): void;
  /** Monotonic ms of the next flush, if one is due. */
  due(): number | undefined;
  /** Cuts what is open and sends everything. Ms to wait before the next attempt, if the plane did not take it. */
  send(): Promise<number | undefined>;
  /** The same for urgent events; while the plane is out of reach nothing is cut into small batches. */
  flush(planeInReach: boolean): Promise<number | undefined>;
}

export const createOutbox = ({ spool, link, clock, random, onDue, tell, log }: OutboxDeps): Outbox => {
  let due: number | undefined;
  let lastFlush: number | undefined;
  let failures = 0;

  const send = async (): Promise<number | undefined> => {
    due = undefined;
    await spool.seal();
    const sent = await sendBatches(spool, link, tell);
    failures = sent.ok ? 0 : failures + 1;
    if (!sent.ok) {
      log(`Events wait: ${sent.message}`);
      return backoff(failures, random(), sent.retryAfter);
    }
    // Without progress, e.g. at a batch that the disk does not give back, the next beat is soon enough.
    if (sent.value > 0 && spool.waiting().length > 0) due = clock.monotonic();
    return undefined;
  };

  return {
    record(events) {
      void spool.append(events);
      if (!events.some(isUrgent)) return;
      due ??= flushAt(clock.monotonic(), lastFlush);
      onDue();
    },
    due: () => due,
    send,
    async flush(planeInReach) {
      lastFlush = clock.monotonic();
      if (planeInReach) return send();
      due = undefined;
      return undefined;
    },
  };
};
