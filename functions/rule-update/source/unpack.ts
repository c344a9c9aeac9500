import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Outcome } from '../../../shared/domain/outcome.ts';
import { bounded, type Chunks, ratioGuard } from './bounded.ts';
import { refusalOf } from './broken.ts';
import type { FeedReader } from './feed-source.ts';
import { readTar } from './read-tar.ts';

/** Enough to tell what bytes are: the magic word of a tar stands at 257. */
const HEAD = 512;

/**
 * Reads a download or file, whatever it is: gzip or not, a tar archive or one file of rules. What it is shows in its
 * bytes; `name` is what one file of rules is called.
 */
export const unpack = async (
  name: string,
  chunks: Chunks,
  reader: FeedReader,
): Promise<Outcome<undefined>> => {
  try {
    const outer = await peek(bounded(chunks, name));
    const isGzip = outer.head[0] === 0x1f && outer.head[1] === 0x8b;
    const inner = isGzip ? await peek(bounded(gunzipped(outer.chunks, name), name)) : outer;
    const isTar = inner.head.subarray(257, 262).toString('latin1') === 'ustar';
    return await (isTar
      ? readTar(name, inner.chunks, reader)
      : reader.rules(name.replace(/\.gz$/, ''), inner.chunks));
  } catch (error) {
    return refusalOf(error, name);
  }
};

const gunzipped = (chunks: Chunks, name: string): Chunks => {
  const guard = ratioGuard(name);
  const gunzip = createGunzip();
  pipeline(Readable.from(guard.packed(chunks)), gunzip, () => undefined);
  return guard.unpacked(gunzip);
};

const peek = async (source: AsyncGenerator<Uint8Array>): Promise<{ head: Buffer; chunks: Chunks }> => {
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD) {
    const { value, done } = await source.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* source;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD), chunks: all() };
};
