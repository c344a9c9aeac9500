import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MAX_BATCH_BYTES, MAX_BATCH_UNPACKED } from '../schema/agent/events.ts';
import { DICTIONARY, dictionary } from './batch-dictionary.ts';

/** How a batch's JSON is kept in its item. */
export interface PackedContent {
  readonly content: Uint8Array;
  /** Number of the dictionary that it was packed with. */
  readonly dictionary: number;
}

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 }, dictionary };
/** Packing a large text well takes longer than it saves. */
const SMALL = 128 * 1024;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 3 }, dictionary };

/** Undefined when the text does not fit into an item. */
export const packContent = (text: Uint8Array): PackedContent | undefined => {
  const content = zstdCompressSync(text, text.length <= SMALL ? LEVEL : FAST);
  return content.length <= MAX_BATCH_BYTES ? { content, dictionary: DICTIONARY } : undefined;
};

export const openContent = (packed: PackedContent): Buffer => {
  if (packed.dictionary !== DICTIONARY)
    throw new Error(`no dictionary ${packed.dictionary} to open a batch with`);
  return zstdDecompressSync(packed.content, { dictionary, maxOutputLength: MAX_BATCH_UNPACKED });
};
