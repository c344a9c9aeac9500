import { batchContent, type HostEvent, hostEvent } from '../../shared/schema/agent/events.ts';
import { openContent } from '../../shared/table/batch-content.ts';
import type { BatchItem } from '../../shared/table/entities/event/batch.ts';

/** The events of a stored batch; one that this version cannot read is left out. */
export const eventsOf = (batch: BatchItem): HostEvent[] =>
  batchContent.parse(JSON.parse(openContent(batch).toString())).events.flatMap((candidate) => {
    const event = hostEvent.safeParse(candidate);
    return event.success ? [event.data] : [];
  });
