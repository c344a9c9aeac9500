import type { Exchange, LinkFailure } from '../../link/failure.ts';
import type { PlaneLink } from '../../link/plane-link.ts';
import type { Spool } from '../../spool/spool.ts';
import type { AgentEventName } from './agent-event.ts';

/** In one go; the rest follows after the next beat, so that a long outage does not starve beats. */
const AT_ONCE = 200;

/**
 * Hands sealed batches over, oldest first, until the spool is empty or the plane does not take one. A batch leaves
 * the spool when the plane has it, or when the plane will never take it: then that is told.
 */
export const sendBatches = async (
  spool: Spool,
  link: Pick<PlaneLink, 'sendBatch'>,
  tell: (event: AgentEventName, description: string) => void,
): Promise<Exchange<number>> => {
  let sent = 0;
  for (const batch of spool.waiting().slice(0, AT_ONCE)) {
    const bytes = await spool.read(batch.id);
    if (!bytes) continue;
    const reply = await link.sendBatch(batch.id, bytes);
    if (!reply.ok && !isFinal(reply)) return reply;
    await spool.remove(batch.id);
    if (reply.ok) sent += 1;
    else
      tell(
        'eventsSuppressed',
        `The plane refused ${batch.events} events (batch ${batch.id}): ${reply.message}`,
      );
    if (reply.ok && reply.value.refused.length > 0) {
      const { refused } = reply.value;
      tell('eventsSuppressed', `The plane refused ${refused.length} events: ${refused[0]?.message}`);
    }
  }
  return { ok: true, value: sent };
};

/** The request itself was wrong, or its id is taken, so that sending the same bytes again is of no use. */
const isFinal = (failure: LinkFailure): boolean =>
  failure.reason === 'refused' &&
  (failure.status === 400 || failure.status === 413 || failure.code === 'batch-differs');
