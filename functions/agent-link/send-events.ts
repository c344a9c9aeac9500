import { repeated } from '../../shared/domain/event/batch-decision.ts';
import { summarise } from '../../shared/domain/event/summary.ts';
import { accept, refuse } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { agentLinkRoutes } from '../../shared/schema/routes/agent-link.ts';
import { MOST_CONTENT, openContent, packContent } from '../../shared/table/batch-content.ts';
import { batch, batchItem, putBatch } from '../../shared/table/entities/event/batch.ts';
import { putPackets } from '../../shared/table/entities/event/packets.ts';
import type { Store } from '../../shared/table/store.ts';
import { readBatch } from './read-batch.ts';

/** Intake of a sealed batch: one conditional put, whatever its number of events. Repeating it is safe. */
export const sendEvents = ({ store }: { readonly store: Store }): Handler =>
  on(agentLinkRoutes.sendEvents, async ({ caller, query, bytes, now }) => {
    const read = readBatch(bytes, query.id);
    if (!read.ok) return read;
    const { events, refused, text, asSent, packets, refusedPackets } = read.value;
    const packed = packContent(text, asSent ? bytes : undefined);
    if (!packed) return doesNotFit;
    const nonce = caller.proof.jti;
    const item = batch({
      tenant: caller.tenantID,
      computerID: caller.computerID,
      batchID: query.id,
      received: now,
      summary: summarise(events),
      ...packed,
      nonce,
    });
    const reply = {
      id: query.id,
      accepted: events.length,
      refused,
      ...(refusedPackets.length > 0 && { refusedPackets }),
    };
    if (packets.length > 0) {
      const whose = { tenant: caller.tenantID, computerID: caller.computerID, batchID: query.id };
      // Before their events: whoever finds the events finds these, and a retry after a crash brings both.
      await putPackets(store, whose, packets, now);
    }
    const stored = await putBatch(store, item);
    if (stored.ok) return accept({ ...reply, duplicate: false });
    const found = batchItem.parse(stored.found);
    const again = repeated(found, { nonce, received: now }, openContent(found).equals(text));
    return again.ok ? accept({ ...reply, ...again.value }) : again;
  });

const doesNotFit = refuse('too-large', `The batch is larger than ${MOST_CONTENT} bytes when packed.`);
