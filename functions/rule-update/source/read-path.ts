import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { accept, type Outcome, refuse } from '../../../shared/domain/outcome.ts';
import {
  LONGEST_LICENCE,
  MOST_FILES,
  MOST_SOURCE_BYTES,
} from '../../../shared/domain/rule-update/feed/limits.ts';
import { bounded, textOf } from './bounded.ts';
import { refusalOf } from './broken.ts';
import { checkHash, hashesOf } from './check-hash.ts';
import type { FeedReader, FeedSource, ReadSource } from './feed-source.ts';
import { fileKind } from './file-kinds.ts';
import { unpack } from './unpack.ts';

/** A directory of rule files, one file of rules, or an archive, on this machine. */
export const readPath: ReadSource = async (source, reader) => {
  try {
    const found = await stat(source.from);
    if (!found.isDirectory() && !found.isFile()) {
      return refuse('invalid', `${source.name}: is no file or directory.`, 'unreachable');
    }
    return await (found.isDirectory() ? readDirectory(source, reader) : readOne(source, reader, found.size));
  } catch (error) {
    return refuse('invalid', `${source.name}: ${(error as Error).message}.`, 'unreachable');
  }
};

const readOne = async (source: FeedSource, reader: FeedReader, size: number): Promise<Outcome<undefined>> => {
  const { name, from } = source;
  if (size > MOST_SOURCE_BYTES) {
    return refuse('too-large', `${name}: more than ${MOST_SOURCE_BYTES} bytes.`, 'too-large');
  }
  for (const kind of hashesOf(source)) {
    const said = await readFile(`${from}.${kind}`, 'utf8').catch(() => undefined);
    if (said === undefined && source.check === kind) {
      return refuse('invalid', `${name}: there is no ${kind} beside it.`, 'hash');
    }
    if (said === undefined) continue;
    const holds = checkHash(name, kind, said, [await readFile(from)]);
    if (!holds.ok) return holds;
    break;
  }
  return unpack(basename(from), createReadStream(from), reader);
};

/** Its own rule files and those of its directories; links are not followed. */
const readDirectory = async ({ name, from }: FeedSource, reader: FeedReader): Promise<Outcome<undefined>> => {
  const entries = (await readdir(from, { withFileTypes: true, recursive: true })).filter((entry) =>
    entry.isFile(),
  );
  if (entries.length > MOST_FILES) {
    return refuse('too-large', `${name}: more than ${MOST_FILES} files.`, 'too-many-files');
  }
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  let left = MOST_SOURCE_BYTES;
  for (const path of paths) {
    const kind = fileKind(path);
    if (kind === 'other') continue;
    left -= (await stat(path)).size;
    if (left < 0) return refuse('too-large', `${name}: more than ${MOST_SOURCE_BYTES} bytes.`, 'too-large');
    const taken = kind === 'rules' ? await readRules(path, reader) : await readLicence(path, reader);
    if (!taken.ok) return taken;
  }
  return accept(undefined);
};

const readRules = async (path: string, reader: FeedReader): Promise<Outcome<undefined>> => {
  try {
    return await reader.rules(basename(path), bounded(createReadStream(path), path));
  } catch (error) {
    return refusalOf(error, basename(path));
  }
};

const readLicence = async (path: string, reader: FeedReader): Promise<Outcome<undefined>> => {
  const text = await textOf(createReadStream(path), LONGEST_LICENCE);
  if (text !== undefined) reader.licence(basename(path), text);
  return accept(undefined);
};
