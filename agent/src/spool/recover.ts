import { batchOf, type SealedBatch, segmentName, segmentNumber } from './file-names.ts';
import { emptySegment, readSegment, type Segment } from './segment.ts';
import type { SpoolFiles } from './spool-files.ts';

export interface Recovered {
  readonly segment: Segment;
  /** Oldest first. */
  readonly batches: readonly SealedBatch[];
}

/**
 * Brings a directory into order after whatever happened to the process before. The batch of a number and the
 * segment of the same number hold the same events: where both are there, sealing was cut short after the batch was
 * complete, and the segment goes. Some file always carries the highest number, so that no number comes twice.
 */
export const recover = async (files: SpoolFiles): Promise<Recovered> => {
  const present = await files.list();
  const batches = present
    .flatMap(({ name, bytes }) => batchOf(name, bytes) ?? [])
    .sort((a, b) => a.number - b.number);
  const sealed = new Set(batches.map((batch) => batch.number));
  const numbers = present.flatMap(({ name }) => segmentNumber(name) ?? []).sort((a, b) => a - b);
  const current = numbers.filter((number) => !sealed.has(number)).at(-1);

  const segment =
    current === undefined
      ? await begin(files, Math.max(0, ...sealed, ...numbers) + 1)
      : await reopen(files, current);
  for (const number of numbers) if (sealed.has(number)) await files.remove(segmentName(number));
  for (const { name } of present) if (name.endsWith('.new')) await files.remove(name);
  return { segment, batches };
};

/** An empty segment, on disk before anything of an older one is removed. */
export const begin = async (files: SpoolFiles, number: number): Promise<Segment> => {
  await files.writeWhole(segmentName(number), new Uint8Array(0));
  return emptySegment(number);
};

const reopen = async (files: SpoolFiles, number: number): Promise<Segment> => {
  const bytes = await files.read(segmentName(number));
  const segment = readSegment(number, bytes);
  if (segment.bytes < bytes.length) await files.truncate(segmentName(number), segment.bytes);
  return segment;
};
