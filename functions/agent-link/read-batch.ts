import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { parseJson, unpack } from '../../shared/http/body.ts';
import { parse } from '../../shared/http/parse.ts';
import {
  type BatchReply,
  batchContent,
  type HostEvent,
  hostEvent,
  MAX_BATCH_UNPACKED,
} from '../../shared/schema/agent/events.ts';

export interface ReadBatch {
  readonly events: readonly HostEvent[];
  readonly refused: BatchReply['refused'];
  /** What is stored, as JSON: the batch as sent, or without the refused events. */
  readonly text: Uint8Array;
}

/**
 * Opens a batch: bounded unpacking, its id must be the one in the query, and each event is parsed on its own, so
 * that one bad event does not cost the rest. Refused when no event is left.
 */
export const readBatch = (bytes: Uint8Array, id: string): Outcome<ReadBatch> => {
  const unpacked = unpack(bytes, 'zstd', MAX_BATCH_UNPACKED);
  if (!unpacked.ok) return unpacked;
  const json = parseJson(unpacked.value);
  if (!json.ok) return json;
  const content = parse(batchContent, json.value, 'body');
  if (!content.ok) return content;
  if (content.value.id !== id) {
    return refuse('invalid', `id: the query says ${id}, the batch ${content.value.id}.`, 'invalid', {
      field: 'id',
    });
  }
  const events: HostEvent[] = [];
  const kept: unknown[] = [];
  const refused: BatchReply['refused'] = [];
  for (const [index, candidate] of content.value.events.entries()) {
    const event = parse(hostEvent, candidate, 'event');
    if (event.ok) {
      events.push(event.value);
      kept.push(candidate);
    } else refused.push({ index, message: event.message });
  }
  if (events.length === 0) {
    return refuse(
      'invalid',
      `events.0: ${refused[0]?.message ?? 'none'} No event could be kept.`,
      'invalid',
      {
        field: 'events',
      },
    );
  }
  const text = refused.length === 0 ? unpacked.value : Buffer.from(JSON.stringify({ id, events: kept }));
  return accept({ events, refused, text });
};
