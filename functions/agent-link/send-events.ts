import { createHash } from 'node:crypto';
import { type Delivery, repeated } from '../../shared/domain/event/batch-decision.ts';
import { summarise } from '../../shared/domain/event/summary.ts';
import { accept } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { agentLinkRoutes } from '../../shared/schema/routes/agent-link.ts';
import { type BatchItem, batch, batchItem, putBatch } from '../../shared/table/entities/batch.ts';
import type { Store } from '../../shared/table/store.ts';
import { readBatch } from './read-batch.ts';

/** Intake of a sealed batch: one conditional put, whatever its number of events. Repeating it is safe. */
export const sendEvents = ({ store }: { readonly store: Store }): Handler =>
  on(agentLinkRoutes.sendEvents, async ({ caller, query, bytes, now }) => {
    const read = readBatch(bytes, query.id);
    if (!read.ok) return read;
    const { events, refused, content } = read.value;
    const item = batch({
      tenant: caller.tenantID,
      computerID: caller.computerID,
      batchID: query.id,
      received: now,
      summary: summarise(events),
      content,
      digest: createHash('sha256').update(bytes).digest(),
      nonce: caller.proof.jti,
    });
    const reply = { id: query.id, accepted: events.length, refused };
    const stored = await putBatch(store, item);
    if (stored.ok) return accept({ ...reply, duplicate: false });
    const again = repeated(deliveryOf(batchItem.parse(stored.found)), deliveryOf(item));
    return again.ok ? accept({ ...reply, ...again.value }) : again;
  });

const deliveryOf = ({ digest, nonce, received }: BatchItem): Delivery => ({
  digest: Buffer.from(digest).toString('hex'),
  nonce,
  received,
});
