import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import type { Blobs } from '../ports/blob.ts';

/** A file of a version: zstd of JSON, found by the hash of its bytes, so that versions share what did not change. */
export const fileRef = z.object({
  /** SHA-256 of the bytes as stored, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes of the JSON: unpacking stops there. */
  unpacked: z.number().int().positive(),
});
export type FileRef = z.infer<typeof fileRef>;

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

const nameOf = (hash: string): string => `operator/rules/${hash}.zst`;

export const writeFile = async (blobs: Blobs, value: unknown): Promise<FileRef> => {
  const text = Buffer.from(JSON.stringify(value));
  const bytes = zstdCompressSync(text, LEVEL);
  const hash = createHash('sha256').update(bytes).digest('hex');
  await blobs.put(nameOf(hash), bytes);
  return { hash, unpacked: text.length };
};

/**
 * The JSON of a file that a verified document names. Throws when it is not there, or is not what was written: nothing
 * of it is looked at before its hash fits.
 */
export const readFile = async (blobs: Blobs, { hash, unpacked }: FileRef): Promise<unknown> => {
  const bytes = await blobs.get(nameOf(hash));
  if (!bytes) throw new Error(`the catalogue's file ${hash} is not there`);
  if (createHash('sha256').update(bytes).digest('hex') !== hash) {
    throw new Error(`the catalogue's file ${hash} has been changed`);
  }
  return JSON.parse(zstdDecompressSync(bytes, { maxOutputLength: unpacked }).toString());
};
