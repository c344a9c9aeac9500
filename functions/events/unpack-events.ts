import { endOf } from '../../shared/domain/event/facts.ts';
import type { Window } from '../../shared/domain/event/placement.ts';
import { isSkewed } from '../../shared/domain/event/placement.ts';
import type { EventRank } from '../../shared/domain/event/rank.ts';
import { batchContent, type HostEvent, hostEvent } from '../../shared/schema/agent/events.ts';
import { openContent } from '../../shared/table/batch-content.ts';
import type { BatchItem } from '../../shared/table/entities/batch.ts';

export interface FoundEvent<K extends HostEvent['kind'] = HostEvent['kind']> {
  readonly rank: EventRank;
  readonly event: Extract<HostEvent, { kind: K }>;
  readonly received: number;
  readonly skewed: boolean;
}

export interface Unpacked<K extends HostEvent['kind']> {
  readonly events: readonly FoundEvent<K>[];
  /** Bytes that were unpacked for it; 0 when the summary said that there is nothing. */
  readonly bytes: number;
}

/** The events of a batch that are of the kind and within the window; its summary spares most batches the work. */
export const unpackEvents = <K extends HostEvent['kind']>(
  batch: BatchItem,
  kind: K,
  window: Window,
): Unpacked<K> => {
  const { summary } = batch;
  if (!summary.kinds.includes(kind) || summary.from > window.to || summary.to < window.from)
    return { events: [], bytes: 0 };
  const json = openContent(batch);
  const content = batchContent.parse(JSON.parse(json.toString()));
  const events = content.events.flatMap((candidate, index): FoundEvent<K>[] => {
    const event = hostEvent.safeParse(candidate);
    if (!event.success || event.data.kind !== kind) return [];
    if (event.data.at > window.to || endOf(event.data) < window.from) return [];
    const { computerID, batchID, received } = batch;
    return [
      {
        rank: { at: event.data.at, computerID, batchID, index },
        event: event.data as Extract<HostEvent, { kind: K }>,
        received,
        skewed: isSkewed(event.data.at, received),
      },
    ];
  });
  return { events, bytes: json.length };
};
