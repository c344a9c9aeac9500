import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import type { BatchPlace } from '../../shared/table/entities/event/batch-places.ts';
import type { ExportItem } from '../../shared/table/entities/report/export.ts';
import type { ExportWorkDeps } from './deps.ts';
import type { LineSource } from './source.ts';

/** A part ends behind the page of batches with which it reaches one of these: bytes as packed, and ms. */
const PART_BYTES = 8 * 1024 * 1024;
const PART_TIME = 120_000;

export interface WrittenPart {
  readonly bytes: Uint8Array;
  readonly events: number;
  /** Where the next part begins; absent: everything is written. */
  readonly next?: BatchPlace | undefined;
}

/** Writes what comes next. Beside the part as packed, one page of batches and one batch unpacked are held. */
export const writePart = async (
  { now }: ExportWorkDeps,
  { place }: ExportItem,
  { heading, pages }: LineSource,
): Promise<WrittenPart> => {
  const began = now();
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  let size = 0;
  let events = 0;
  gzip.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  const ended = once(gzip, 'end');
  const write = async (text: string): Promise<void> => {
    if (!gzip.write(text)) await once(gzip, 'drain');
  };
  await write(heading);
  let next: BatchPlace | undefined;
  for await (const page of pages(place)) {
    for (const lines of page.lines) {
      events += lines.length;
      if (lines.length > 0) await write(lines.join(''));
    }
    next = page.next;
    if (size >= PART_BYTES || now() - began >= PART_TIME) break;
  }
  gzip.end();
  await ended;
  return { bytes: Buffer.concat(chunks), events, next };
};
