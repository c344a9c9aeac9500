import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { AdvisoryIndex } from '../domain/recommendation/advisory-index.ts';
import type { Blobs } from './blob.ts';

const blobName = (hash: string): string => `operator/advisories/${hash}.json.zst`;

const MOST_UNPACKED = 128 * 1024 * 1024;

/** Keeps the advisories of one ecosystem under their hash, which it answers. */
export const putIndex = async (blobs: Blobs, index: AdvisoryIndex): Promise<string> => {
  const bytes = zstdCompressSync(JSON.stringify(index), {
    params: { [constants.ZSTD_c_compressionLevel]: 9 },
  });
  const hash = hashOf(bytes);
  await blobs.put(blobName(hash), bytes);
  return hash;
};

/** What is read here was written by `putIndex`: the hash says so, and nothing else is checked. */
export const getIndex = async (blobs: Blobs, hash: string): Promise<AdvisoryIndex> => {
  const bytes = await blobs.get(blobName(hash));
  if (!bytes || hashOf(bytes) !== hash) throw new Error(`the advisories ${hash} are missing or damaged`);
  const text = zstdDecompressSync(bytes, { maxOutputLength: MOST_UNPACKED }).toString();
  return JSON.parse(text) as AdvisoryIndex;
};

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
