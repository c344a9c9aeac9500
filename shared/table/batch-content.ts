import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MAX_BATCH_UNPACKED } from '../schema/agent/events.ts';
import { DICTIONARY, dictionary } from './batch-dictionary.ts';

/** How a batch's JSON is kept in its item. */
export interface PackedContent {
  readonly content: Uint8Array;
  /** Number of the dictionary that it was packed with; 0 for zstd without one, as agents send it. */
  readonly dictionary: number;
}

/** An item takes 400 KB; the rest of a batch's item stays far below the difference. */
export const MOST_CONTENT = 380 * 1024;
/** A large batch gains little by a dictionary. */
const SMALL = 128 * 1024;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 }, dictionary };

/**
 * Packs a batch's JSON for its item, or keeps it as it was `sent` (zstd of the same text) where that is as good: what
 * could be sent can be stored. Undefined when it does not fit into an item.
 */
export const packContent = (text: Uint8Array, sent?: Uint8Array): PackedContent | undefined => {
  if (sent && text.length > SMALL) return { content: sent, dictionary: 0 };
  const content = zstdCompressSync(text, LEVEL);
  if (sent && sent.length <= content.length) return { content: sent, dictionary: 0 };
  return content.length <= MOST_CONTENT ? { content, dictionary: DICTIONARY } : undefined;
};

export const openContent = (packed: PackedContent): Buffer => {
  const options = { maxOutputLength: MAX_BATCH_UNPACKED };
  switch (packed.dictionary) {
    case 0:
      return zstdDecompressSync(packed.content, options);
    case DICTIONARY:
      return zstdDecompressSync(packed.content, { ...options, dictionary });
    default:
      throw new Error(`no dictionary ${packed.dictionary} to open a batch with`);
  }
};
