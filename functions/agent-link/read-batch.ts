import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { parseJson, unpack } from '../../shared/http/body.ts';
import { parse } from '../../shared/http/parse.ts';
import {
  type BatchReply,
  batchContent,
  type CapturedPacket,
  capturedPacket,
  type HostEvent,
  hostEvent,
  MAX_BATCH_UNPACKED,
  MAX_PACKETS_BYTES,
} from '../../shared/schema/agent/events.ts';

export interface ReadBatch {
  readonly events: readonly HostEvent[];
  readonly refused: BatchReply['refused'];
  /** What is stored, as JSON: the batch as sent, or without the refused events. */
  readonly text: Uint8Array;
  /** The text is the batch, byte by byte. */
  readonly asSent: boolean;
  /** With their places among the events that are kept. */
  readonly packets: readonly CapturedPacket[];
  readonly refusedPackets: BatchReply['refused'];
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
  const placeOf: PlaceOf = new Map();
  for (const [index, candidate] of content.value.events.entries()) {
    const event = parse(hostEvent, candidate, 'event');
    if (event.ok) {
      events.push(event.value);
      kept.push(candidate);
      placeOf.set(index, { index: kept.length - 1, kind: event.value.kind });
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
  const asSent = refused.length === 0 && content.value.packets === undefined;
  const text = asSent ? unpacked.value : Buffer.from(JSON.stringify({ id, events: kept }));
  return accept({ events, refused, text, asSent, ...readPackets(content.value.packets ?? [], placeOf) });
};

/** Where an event of the batch as sent stands in the batch as stored. */
type PlaceOf = Map<number, { readonly index: number; readonly kind: HostEvent['kind'] }>;

/** Each packet on its own, too: one for each event of intrusion prevention, as many as there is room for. */
const readPackets = (candidates: readonly unknown[], placeOf: PlaceOf) => {
  const packets = new Map<number, CapturedPacket>();
  const refusedPackets: BatchReply['refused'] = [];
  let bytes = 0;
  for (const [index, candidate] of candidates.entries()) {
    const packet = parse(capturedPacket, candidate, 'packet');
    const place = packet.ok ? placeOf.get(packet.value.index) : undefined;
    if (!packet.ok) refusedPackets.push({ index, message: packet.message });
    else if (place?.kind !== 'intrusion-prevention' || packets.has(place.index)) {
      refusedPackets.push({ index, message: 'index: must be that of one event of intrusion prevention.' });
    } else if (bytes + packet.value.data.length > MAX_PACKETS_BYTES) {
      refusedPackets.push({
        index,
        message: `data: the packets of a batch take at most ${MAX_PACKETS_BYTES} bytes.`,
      });
    } else {
      bytes += packet.value.data.length;
      packets.set(place.index, { index: place.index, data: packet.value.data });
    }
  }
  return { packets: [...packets.values()], refusedPackets };
};
