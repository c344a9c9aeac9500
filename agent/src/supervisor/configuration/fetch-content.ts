import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MAX_CONTENT_UNPACKED } from '../../../../shared/schema/agent/content.ts';
import type { Exchange } from '../../link/failure.ts';
import type { PlaneLink } from '../../link/plane-link.ts';
import type { ContentName } from './accept-content.ts';

/** As the plane packs contents, whose size is bounded. */
const SMALL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

/** What this host has: the content's name, and its bytes as they are kept. */
export interface Held {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/**
 * A content, by way of a delta against what this host has where the plane gives one. A delta that does not lead to
 * what was signed for is thrown away, and the whole is fetched.
 */
export const fetchContent = async (
  fetch: PlaneLink['content'],
  wanted: ContentName,
  held: Held | undefined,
): Promise<Exchange<Uint8Array>> => {
  if (!held || wanted.unpacked === undefined) return fetch(wanted.hash);
  const reply = await fetch(wanted.hash, held.hash);
  if (!reply.ok || sha256(reply.value) === wanted.hash) return reply;
  const text = applied(reply.value, held.bytes);
  if (!text || sha256(text) !== wanted.unpacked) return fetch(wanted.hash);
  return { ok: true, value: zstdCompressSync(text, SMALL) };
};

/** Within bounds, like everything that is unpacked. */
const applied = (delta: Uint8Array, former: Uint8Array): Uint8Array | undefined => {
  const bound = { maxOutputLength: MAX_CONTENT_UNPACKED };
  try {
    return zstdDecompressSync(delta, { ...bound, dictionary: zstdDecompressSync(former, bound) });
  } catch {
    return undefined;
  }
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
