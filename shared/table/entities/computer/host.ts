import * as z from 'zod';
import { hostRequests } from '../../../domain/computer/requests.ts';
import { HOST_SHARDS, keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

/**
 * What a beat reads and writes. It must stay within 1 KB, or every beat of every host costs two write units; what
 * people edit lives in the computer's own item.
 */
export const hostItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('host'),
  tenant: z.string(),
  ID: z.number(),
  /** Ed25519 public key, JWK `x`. */
  key: z.string(),
  /** Its thumbprint (RFC 7638, base64url), by which the agent key's item is found. */
  thumbprint: z.string(),
  /** Hash of what identifies the machine. */
  machine: z.string(),
  /** Highest request counter seen at a beat. */
  counter: z.number(),
  /** Epoch ms of the last beat. */
  seen: z.number(),
  /** Set by the sweep when beats stopped, cleared by the next one; the stream tells of both. */
  offline: z.boolean(),
  /** Which compiled content this host follows: `p12` its policy's, `c34` its own, absent none. */
  head: z.string().optional(),
  /** The last pointer given out, and what the host said is in force. */
  sequence: z.number(),
  hash: z.string().optional(),
  appliedSequence: z.number().optional(),
  failedHash: z.string().optional(),
  /** Set when the computer was taken away: the key still verifies, and the host is refused as unknown (ORD-11). */
  gone: z.boolean().optional(),
  expiresAt: z.number().optional(),
  /** `firewall/intrusion prevention` states as reported. */
  modules: z.string().optional(),
  /** Rules that it does not run, in a sentence; absent: none. */
  refused: z.string().optional(),
  /** A hint that facts of the host are wanted with the next beat. */
  describe: z.boolean().optional(),
  /** What was asked of it and when it began (`host-requests.ts`); epoch ms. */
  requests: z.partialRecord(z.enum(hostRequests), z.number()).optional(),
  answered: z
    .partialRecord(z.enum(hostRequests), z.object({ requested: z.number(), started: z.number() }))
    .optional(),
  checkUntil: z.number().optional(),
  /** The latest check for updates (`security-update.ts`). */
  check: z
    .object({
      requested: z.number(),
      started: z.number(),
      ended: z.number().optional(),
      ok: z.boolean().optional(),
    })
    .optional(),
  /** The version whose rules it ran at its last beat, and since when; kept as it was while it is behind (AGT-11). */
  rules: z.object({ version: z.number(), at: z.number() }).optional(),
});
export type HostItem = z.infer<typeof hostItem>;

/**
 * Half a read unit when it is found at once; a host that was activated a moment ago may need the consistent read.
 */
export const readHost = async (
  store: Store,
  tenant: string,
  computerID: number,
): Promise<HostItem | undefined> => {
  const key = keys.host(tenant, computerID);
  return (
    (await store.get(key, hostItem, { consistent: false })) ??
    (await store.get(key, hostItem, { consistent: true }))
  );
};

/** Hosts of one shard in a page. */
const PER_SHARD = 64;

/** The next hosts by id, at most 1,024 of them; `next`: go on after this id. Costs a query a shard. */
export const pageHosts = async (
  store: Store,
  tenant: string,
  after: number,
): Promise<{ readonly hosts: readonly HostItem[]; readonly next?: number }> => {
  const range = { after: keys.host(tenant, after).sk, limit: PER_SHARD };
  const pages = await Promise.all(hostShards(tenant).map((pk) => store.query(pk, hostItem, range)));
  // A shard that has more knows its hosts only up to the last one read.
  const known = pages.flatMap(({ items, next }) => (next === undefined ? [] : (items.at(-1)?.ID ?? after)));
  const until = Math.min(...known);
  const hosts = pages
    .flatMap(({ items }) => items)
    .filter(({ ID }) => ID <= until)
    .sort((a, b) => a.ID - b.ID);
  return { hosts, ...(known.length > 0 && { next: until }) };
};

/** All hosts of a tenant, one query a shard. */
export const listHosts = async (store: Store, tenant: string): Promise<HostItem[]> => {
  return (await Promise.all(hostShards(tenant).map((pk) => store.queryAll(pk, hostItem)))).flat();
};

const hostShards = (tenant: string): readonly string[] =>
  Array.from({ length: HOST_SHARDS }, (_, shard) => partitions.hosts(tenant, shard));
