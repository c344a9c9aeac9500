import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { syncDirectory, writeDurably } from '../host/durable-file.ts';

/** What a look at a document finds. `previous`: the newest copy was torn, and this is the one before. */
export type Reading<T> =
  | { readonly found: 'current' | 'previous'; readonly value: T }
  | { readonly found: 'nothing' }
  | { readonly found: 'damaged'; readonly message: string };

/** The value, from whichever copy; undefined when there is none to be had. */
export const known = <T>(reading: Reading<T>): T | undefined =>
  reading.found === 'current' || reading.found === 'previous' ? reading.value : undefined;

/** A small JSON file with a version, a checksum and its last good copy beside it. */
export interface Document<T> {
  read(): Reading<T>;
  write(value: T): void;
  remove(): void;
}

const envelope = z.object({ version: z.number().int(), sum: z.string(), value: z.string() });

/** `version` rises when a member changes its meaning; a file of another version counts as damaged, not as empty. */
export const openDocument = <T>(
  directory: string,
  name: string,
  version: number,
  schema: z.ZodType<T>,
): Document<T> => {
  const path = join(directory, `${name}.json`);

  const readAt = (from: string): Reading<T> => {
    let text: string;
    try {
      text = readFileSync(from, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { found: 'nothing' };
      return { found: 'damaged', message: `${from}: ${(error as Error).message}` };
    }
    const outer = envelope.safeParse(parseOrUndefined(text));
    if (!outer.success || sumOf(outer.data.value) !== outer.data.sum) {
      return { found: 'damaged', message: `${from}: the file is torn` };
    }
    if (outer.data.version !== version) {
      return { found: 'damaged', message: `${from}: written by another version of the agent` };
    }
    const inner = schema.safeParse(parseOrUndefined(outer.data.value));
    return inner.success
      ? { found: 'current', value: inner.data }
      : { found: 'damaged', message: `${from}: not as expected` };
  };

  return {
    read() {
      const current = readAt(path);
      if (current.found !== 'damaged') return current;
      const last = readAt(`${path}.last`);
      return last.found === 'current' ? { found: 'previous', value: last.value } : current;
    },
    write(value) {
      const inner = JSON.stringify(value);
      const text = JSON.stringify({ version, sum: sumOf(inner), value: inner });
      writeDurably(path, text, this.read().found === 'current');
    },
    remove() {
      rmSync(path, { force: true });
      rmSync(`${path}.last`, { force: true });
      syncDirectory(dirname(path));
    },
  };
};

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const parseOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
