import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { accept, type Outcome } from '../../../shared/domain/outcome.ts';
import { LONGEST_LICENCE, MOST_FILES } from '../../../shared/domain/rule-update/feed/limits.ts';
import { type Chunks, textOf } from './bounded.ts';
import { Broken } from './broken.ts';
import type { FeedReader } from './feed-source.ts';
import { fileKind } from './file-kinds.ts';

/** An entry is a stream of bytes, which its types do not say. */
interface Entry extends AsyncIterable<Uint8Array> {
  readonly header: Header;
  resume(): unknown;
}

const PLAIN: ReadonlySet<string> = new Set(['file', 'contiguous-file', 'directory']);
/** Two blocks of zeros end an archive (POSIX ustar). */
const END = 1024;

/**
 * Hands the rules and licences of a tar archive to the reader. Nothing is ever written to disk, and an archive that
 * tries to name a place outside of itself is refused whole.
 */
export const readTar = async (
  name: string,
  chunks: Chunks,
  reader: FeedReader,
): Promise<Outcome<undefined>> => {
  const archive = extract();
  const end = endGuard(name);
  pipeline(Readable.from(end.watched(chunks)), archive, () => undefined);
  let files = 0;
  for await (const entry of archive as unknown as AsyncIterable<Entry>) {
    const { name: path, type, linkname } = entry.header;
    if (!PLAIN.has(type ?? '') || linkname)
      throw new Broken('bad-path', `${name}: holds a link or device, ${shown(path)}.`);
    if (!staysInside(path))
      throw new Broken('bad-path', `${name}: holds a path that leads outside, ${shown(path)}.`);
    if (++files > MOST_FILES) throw new Broken('too-many-files', `${name}: more than ${MOST_FILES} files.`);
    const kind = type === 'directory' ? 'other' : fileKind(path);
    if (kind === 'rules') {
      const taken = await reader.rules(basename(path), entry);
      if (!taken.ok) return taken;
    }
    if (kind === 'licence') {
      const text = await textOf(entry, LONGEST_LICENCE);
      if (text !== undefined) reader.licence(basename(path), text);
    }
    entry.resume();
  }
  end.check();
  return accept(undefined);
};

const staysInside = (path: string): boolean =>
  !path.startsWith('/') &&
  !/[\\\0]/.test(path) &&
  !/^[A-Za-z]:/.test(path) &&
  !path.split('/').includes('..');

const shown = (path: string): string => JSON.stringify(path.slice(0, 100));

/** An archive that was cut off between two files looks whole but for its end. */
const endGuard = (name: string) => {
  let zeros = 0;
  return {
    async *watched(chunks: Chunks): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        const last = chunk.findLastIndex((byte) => byte !== 0);
        zeros = last < 0 ? zeros + chunk.length : chunk.length - 1 - last;
        yield chunk;
      }
    },
    check(): void {
      if (zeros < END) throw new Broken('broken', `${name}: the archive ends too early.`);
    },
  };
};
