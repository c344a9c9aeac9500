import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { logExpiry } from '../../../domain/event/retention.ts';
import { type CapturedPacket, capturedPacket, MAX_PACKETS_BYTES } from '../../../schema/agent/events.ts';
import { absent } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/**
 * The packets of one batch (EVT-1), in an item of its own: no search or report pays for reading them. It ends with
 * its batch, 28 days after receipt.
 */
const packetsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('packets'),
  /** zstd of the JSON of `CapturedPacket[]`. */
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes'),
  expiresAt: z.number(),
});

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };
/** Base64 and the JSON around it. */
const MOST_UNPACKED = 2 * MAX_PACKETS_BYTES;

export interface Whose {
  readonly tenant: string;
  readonly computerID: number;
  readonly batchID: string;
}

/** Keeps the packets of a batch that was received at `received` (epoch ms). What is there already stays as it is. */
export const putPackets = async (
  store: Store,
  { tenant, computerID, batchID }: Whose,
  packets: readonly CapturedPacket[],
  received: number,
): Promise<void> => {
  const item: z.input<typeof packetsItem> = {
    ...keys.packets(tenant, computerID, batchID),
    kind: 'packets',
    content: zstdCompressSync(JSON.stringify(packets), LEVEL),
    expiresAt: logExpiry(received),
  };
  await store.put(item, absent('pk'));
};

/** The packet of one event; undefined when none was kept. */
export const readPacket = async (
  store: Store,
  { tenant, computerID, batchID }: Whose,
  index: number,
): Promise<Buffer | undefined> => {
  const item = await store.get(keys.packets(tenant, computerID, batchID), packetsItem);
  if (!item) return undefined;
  const json = zstdDecompressSync(item.content, { maxOutputLength: MOST_UNPACKED });
  const packets = z.array(capturedPacket).parse(JSON.parse(json.toString()));
  const packet = packets.find((candidate) => candidate.index === index);
  return packet && Buffer.from(packet.data, 'base64');
};
