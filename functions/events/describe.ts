import { sealedAt } from '../../shared/domain/event/batch-id.ts';
import { accept, missing, type Outcome } from '../../shared/domain/outcome.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { seesComputer } from '../../shared/http/reach.ts';
import { batchContent, type HostEvent } from '../../shared/schema/agent/events.ts';
import { openContent } from '../../shared/table/batch-content.ts';
import { batchItem } from '../../shared/table/entities/event/batch.ts';
import { hourOf, keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type FoundEvent, parseEvent } from './unpack-events.ts';

const SHAPE = /^(\d{1,12})-(\d{13}-\d{1,10})-(\d{1,4})$/;

/** One event by its id: computer, batch and index in it lead to it with one read. */
export const describeEvent = async <K extends HostEvent['kind']>(
  store: Store,
  caller: TenantCaller,
  kind: K,
  eventID: string,
): Promise<Outcome<FoundEvent<K>>> => {
  const [, computer, batchID = '', index] = SHAPE.exec(eventID) ?? [];
  const computerID = Number(computer);
  if (computer === undefined || !(await seesComputer(store, caller.tenantID, caller.role, computerID)))
    return missing('event');
  const key = keys.batch(caller.tenantID, hourOf(sealedAt(batchID)), computerID, batchID);
  const batch = await store.get(key, batchItem);
  if (!batch) return missing('event');
  const { events } = batchContent.parse(JSON.parse(openContent(batch).toString()));
  const event = events[Number(index)] as (Record<string, unknown> & { at: number }) | undefined;
  if (event?.kind !== kind) return missing('event');
  const rank = { at: event.at, computerID, batchID, index: Number(index) };
  const [found] = parseEvent<K>({ rank, event, received: batch.received });
  return found ? accept(found) : missing('event');
};
