import { MOST_SOURCE_BYTES } from '../../../shared/domain/rule-update/feed/limits.ts';
import { Broken } from './broken.ts';

/** Rules pack to about a tenth; what unpacks to so many times its size, beyond a few megabytes, holds no rules. */
const MOST_RATIO = 100;
const SMALL = 8_388_608;

export type Chunks = AsyncIterable<Uint8Array>;

/** The same bytes, up to `most` of them. */
export async function* bounded(
  chunks: Chunks,
  name: string,
  most = MOST_SOURCE_BYTES,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw new Broken('too-large', `${name}: more than ${most} bytes.`);
    yield chunk;
  }
}

/** Watches what goes into an unpacker and what comes out of it. */
export const ratioGuard = (name: string) => {
  let packed = 0;
  let unpacked = 0;
  return {
    async *packed(chunks: Chunks): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        packed += chunk.length;
        yield chunk;
      }
    },
    async *unpacked(chunks: Chunks): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        unpacked += chunk.length;
        if (unpacked > SMALL && unpacked > packed * MOST_RATIO) {
          throw new Broken('bomb', `${name}: unpacks to more than ${MOST_RATIO} times its size.`);
        }
        yield chunk;
      }
    },
  };
};

/** Reads a small text whole, or nothing of one that is larger. */
export const textOf = async (chunks: Chunks, most: number): Promise<string | undefined> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size <= most) parts.push(chunk);
  }
  return size <= most ? Buffer.concat(parts).toString('latin1') : undefined;
};
