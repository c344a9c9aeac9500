import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { HOST_SHARDS, keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { type HostItem, listHosts, readHost } from './host.ts';

export type SeenHost = Pick<HostItem, 'ID' | 'seen' | 'gone'>;

/** Below this many hosts it is as cheap to read them themselves. */
export const WORTH_PACKING_HOSTS = 256;
/** Older copies are of a sweep that stopped: hosts are read themselves then. */
const FRESH = 30 * 60_000;
const MAX_UNPACKED = 64 * 1024 * 1024;
/** Hosts that a copy does not know yet, read one by one. */
const MOST_UNKNOWN = 200;

/** When the hosts of one shard were last heard of, packed by the sweep, which reads all hosts anyway. */
const presenceItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('presence'),
  at: z.number(),
  packed: z.instanceof(Uint8Array),
});

export const writeSeenHosts = async (
  store: Store,
  tenant: string,
  shard: number,
  hosts: readonly SeenHost[],
  at: number,
): Promise<void> => {
  const rows = hosts.map(({ ID, seen, gone }) => (gone ? [ID, seen, 1] : [ID, seen]));
  const item: z.infer<typeof presenceItem> = {
    ...keys.presence(tenant, shard),
    kind: 'presence',
    at,
    packed: zstdCompressSync(JSON.stringify(rows), {
      params: { [constants.ZSTD_c_compressionLevel]: 12 },
    }),
  };
  await store.put(item);
};

/**
 * When each of these computers' hosts was last heard of: a few minutes old where there are many. `computerIDs`: those
 * that were activated; one that the copies do not know is read itself.
 */
export const readSeenHosts = async (
  store: Store,
  tenant: string,
  computerIDs: readonly number[],
): Promise<ReadonlyMap<number, SeenHost>> => {
  const copies = await store.queryAll(partitions.presence(tenant), presenceItem);
  const usable = copies.length === HOST_SHARDS && copies.every(({ at }) => store.now() - at < FRESH);
  const seen = new Map(
    usable ? copies.flatMap(({ packed }) => unpack(packed)).map((host) => [host.ID, host]) : [],
  );
  const unknown = computerIDs.filter((ID) => !seen.has(ID));
  if (unknown.length > MOST_UNKNOWN)
    return new Map((await listHosts(store, tenant)).map((host) => [host.ID, host]));
  for (const host of await Promise.all(unknown.map((ID) => readHost(store, tenant, ID)))) {
    if (host) seen.set(host.ID, host);
  }
  return seen;
};

const unpack = (packed: Uint8Array): SeenHost[] =>
  (JSON.parse(zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED }).toString()) as number[][]).map(
    ([ID = 0, seen = 0, gone]) => ({ ID, seen, ...(gone === 1 && { gone: true }) }),
  );
