import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type { HostEvent } from '../../../shared/schema/agent/events.ts';
import { batchName, type SealedBatch, segmentName } from './file-names.ts';
import { begin, recover } from './recover.ts';
import { addEvents, MAX_EVENT_BYTES, type Segment } from './segment.ts';
import type { SpoolFiles } from './spool-files.ts';
import { asBatch, type SpooledEvent } from './spooled-event.ts';

export type { SealedBatch } from './file-names.ts';

/** Sealed batches on disk: about 2.6 million events as they usually compress. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Events that may wait in memory for the disk. */
const MAX_PENDING = 20_000;

/** Events between being seen and being acknowledged by the plane. Every call may be made at any time. */
export interface Spool {
  /**
   * True: accepted, which means on disk and synced; the events survive a crash and a power cut and reach the plane
   * at least once. Calls that come together share one sync. False: lost, counted and told later.
   */
  append(events: readonly SpooledEvent[]): Promise<boolean>;
  /** Cuts what is open into a batch. Undefined when nothing is open or the disk refuses. */
  seal(): Promise<SealedBatch | undefined>;
  /** Oldest first. */
  waiting(): readonly SealedBatch[];
  /** Undefined when the batch is gone meanwhile. */
  read(id: string): Promise<Uint8Array | undefined>;
  /** The plane has it. */
  remove(id: string): Promise<void>;
  /** Events that are not in a batch yet. */
  open(): number;
}

export interface SpoolOptions {
  readonly now: () => number;
  /**
   * The event that tells of lost ones: from memory (6010) those since the last notice, from disk (6009) all since
   * the plane last took a batch.
   */
  readonly lossNotice: (lost: number, where: 'memory' | 'disk', at: number) => HostEvent;
  readonly maxBytes?: number;
  /** Why the directory could not be used; it is tried again at the next call. */
  readonly onTrouble?: (error: unknown) => void;
}

/** Puts a directory in order and opens it. Throws when the directory cannot be used at all. */
export const openSpool = async (files: SpoolFiles, options: SpoolOptions): Promise<Spool> => {
  const { now, lossNotice, maxBytes = MAX_BYTES } = options;
  let { segment, batches } = await recover(files);
  let lost = 0;
  /** Since the plane last took a batch, so that the newest notice tells the whole even when older ones went too. */
  let overflowed = 0;
  let troubled = false;
  let group: { events: SpooledEvent[]; done: Promise<boolean> } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One piece of work on the directory at a time. After a failed one the directory itself is asked what it holds. */
  const inOrder = <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    const turn = last.then(async () => {
      try {
        if (troubled) ({ segment, batches } = await recover(files));
        troubled = false;
        return await work();
      } catch (error) {
        troubled = true;
        options.onTrouble?.(error);
        return otherwise;
      }
    });
    last = turn;
    return turn;
  };

  const write = async (events: readonly SpooledEvent[]): Promise<void> => {
    for (let rest = events; rest.length > 0; ) {
      const added = addEvents(segment, rest);
      if (added.lines.length > 0) await files.append(segmentName(segment.number), added.lines);
      segment = added.segment;
      rest = added.rest;
      if (rest.length > 0) await cut();
    }
  };

  const cut = async (): Promise<SealedBatch | undefined> => {
    const batch = await sealSegment(files, segment, now());
    if (!batch) return undefined;
    const sealed = segment;
    segment = await begin(files, sealed.number + 1);
    await files.remove(segmentName(sealed.number));
    batches = [...batches, batch];
    await makeRoom();
    return batch;
  };

  /** The oldest go first; that they went is on disk before they are gone. */
  const makeRoom = async (): Promise<void> => {
    let bytes = batches.reduce((sum, batch) => sum + batch.bytes, 0);
    const victims: SealedBatch[] = [];
    for (const batch of batches) {
      if (bytes <= maxBytes) break;
      victims.push(batch);
      bytes -= batch.bytes;
    }
    if (victims.length === 0) return;
    overflowed += victims.reduce((sum, victim) => sum + victim.events, 0);
    await write([lossNotice(overflowed, 'disk', now())]);
    for (const victim of victims) await files.remove(batchName(victim));
    batches = batches.filter((batch) => !victims.includes(batch));
  };

  const writeGroup = async (events: readonly SpooledEvent[]): Promise<boolean> => {
    const told = lost;
    await write(told > 0 ? [lossNotice(told, 'memory', now()), ...events] : events);
    lost -= told;
    return true;
  };

  /** Collects what is appended until the directory is free to take it. */
  const openGroup = () => {
    const events: SpooledEvent[] = [];
    const done = inOrder(() => {
      group = undefined;
      return writeGroup(events);
    }, false).then((accepted) => {
      if (group?.events === events) group = undefined;
      if (!accepted) lost += events.length;
      return accepted;
    });
    return { events, done };
  };

  return {
    async append(events) {
      const fitting = events.filter((event) => JSON.stringify(event).length <= MAX_EVENT_BYTES);
      lost += events.length - fitting.length;
      if ((group?.events.length ?? 0) + fitting.length > MAX_PENDING) {
        lost += fitting.length;
        return false;
      }
      group ??= openGroup();
      group.events.push(...fitting);
      return (await group.done) && fitting.length === events.length;
    },
    seal: () => inOrder(cut, undefined),
    waiting: () => batches,
    async read(id) {
      const batch = batches.find((candidate) => candidate.id === id);
      return batch && inOrder<Uint8Array | undefined>(() => files.read(batchName(batch)), undefined);
    },
    async remove(id) {
      const batch = batches.find((candidate) => candidate.id === id);
      if (!batch) return;
      await inOrder(async () => {
        await files.remove(batchName(batch));
        batches = batches.filter((candidate) => candidate !== batch);
        overflowed = 0;
      }, undefined);
    },
    open: () => segment.events.length,
  };
};

const compress = promisify(zstdCompress);
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

/** Writes the batch of a segment, whole; the segment's own number in its id ties the two together. */
const sealSegment = async (
  files: SpoolFiles,
  segment: Segment,
  now: number,
): Promise<SealedBatch | undefined> => {
  if (segment.events.length === 0) return undefined;
  const id = `${String(Math.max(0, Math.round(now))).padStart(13, '0')}-${segment.number}`;
  const bytes = await compress(Buffer.from(JSON.stringify(asBatch(id, segment.events))), LEVEL);
  const batch = { id, number: segment.number, events: segment.events.length, bytes: bytes.length };
  await files.writeWhole(batchName(batch), bytes);
  return batch;
};
