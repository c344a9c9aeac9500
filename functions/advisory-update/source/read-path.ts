import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse } from '../../../shared/domain/outcome.ts';
import { MOST_DOCUMENT_BYTES, MOST_DOCUMENTS, MOST_PACKED_BYTES } from './limits.ts';
import { readZip } from './read-zip.ts';
import type { ReadSource } from './source.ts';

/** A directory of OSV documents, with its directories; links are not followed. Or a zip archive of them. */
export const readPath: ReadSource = async (from, take) => {
  try {
    const found = await stat(from);
    if (!found.isDirectory()) {
      if (found.size > MOST_PACKED_BYTES) return refuse('too-large', `${from}: is too large.`, 'too-large');
      return readZip(from, await readFile(from), take);
    }
    const entries = await readdir(from, { withFileTypes: true, recursive: true });
    const paths = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (paths.length > MOST_DOCUMENTS) {
      return refuse('too-large', `${from}: more than ${MOST_DOCUMENTS} files.`, 'too-large');
    }
    for (const path of paths) {
      if ((await stat(path)).size <= MOST_DOCUMENT_BYTES) take(path, await readFile(path));
    }
    return accept(undefined);
  } catch (error) {
    return refuse('invalid', `${from}: ${(error as Error).message}.`, 'unreachable');
  }
};
