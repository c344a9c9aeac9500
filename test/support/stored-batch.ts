import { summarise } from '../../shared/domain/event/summary.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import { packContent } from '../../shared/table/batch-content.ts';
import { batch, putBatch } from '../../shared/table/entities/event/batch.ts';
import type { Store } from '../../shared/table/store.ts';
import { batchIDAt } from './host-events.ts';

/** Puts a batch into the table as the intake does. Answers its id. */
export const storeBatch = async (
  store: Store,
  tenant: string,
  computerID: number,
  sealedAt: number,
  events: readonly HostEvent[],
  { n = 1, received = sealedAt } = {},
): Promise<string> => {
  const batchID = batchIDAt(sealedAt, n);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  const summary = summarise(events);
  const item = batch({ tenant, computerID, batchID, received, summary, ...packed, nonce: 'n' });
  const { ok } = await putBatch(store, item);
  if (!ok) throw new Error(`batch ${batchID} of computer ${computerID} is stored already`);
  return batchID;
};
