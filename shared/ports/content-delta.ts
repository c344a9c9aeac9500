import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** A function of 256 MB holds both texts and the compressor's tables; larger contents are fetched whole. */
export const MOST_DELTA_TEXT = 16 * 1024 * 1024;

/** The faster levels do not look for matches in a dictionary of this size. */
const LEVEL = 9;
/** The dictionary and the text both lie in the window. */
const WINDOW_LOG = 25;

/**
 * The way from one packed content to another: the new one's text with the former one's as dictionary. Undefined where
 * it would not be worth it, or not fit.
 */
export const contentDelta = (former: Uint8Array, wanted: Uint8Array): Uint8Array | undefined => {
  const bound = { maxOutputLength: MOST_DELTA_TEXT };
  let dictionary: Buffer;
  let text: Buffer;
  try {
    [dictionary, text] = [zstdDecompressSync(former, bound), zstdDecompressSync(wanted, bound)];
  } catch {
    return undefined;
  }
  const params = {
    [constants.ZSTD_c_compressionLevel]: LEVEL,
    [constants.ZSTD_c_windowLog]: WINDOW_LOG,
  };
  const delta = zstdCompressSync(text, { dictionary, params });
  return delta.length < wanted.length ? delta : undefined;
};
