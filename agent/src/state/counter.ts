import * as z from 'zod';
import { type Document, openDocument } from './document.ts';

const BLOCK = 100;
/** Far more than one block: what a lost copy may have given out. */
const AFTER_DAMAGE = 1_000_000;

const schema = z.object({ reserved: z.number().int().min(0) });

/** The host's request counter: every `take` is higher than any before, across restarts and crashes. */
export interface RequestCounter {
  take(): number;
  /** A new identity counts from the start again. */
  reset(): void;
}

/**
 * Numbers are reserved on disk in blocks before the first of a block is used; after a crash the rest of the block
 * is skipped. A torn file falls back to its last copy, which is one block behind, so a wide step is added.
 */
export const openCounter = (directory: string): RequestCounter => {
  const file: Document<{ reserved: number }> = openDocument(directory, 'counter', 1, schema);
  const reading = file.read();
  let used = reading.found === 'current' || reading.found === 'previous' ? reading.value.reserved : 0;
  if (reading.found === 'previous') used += AFTER_DAMAGE;
  // Nothing legible at all: the clock in ms is above whatever a counter from 1 can have reached.
  if (reading.found === 'damaged') used = Date.now();
  let reserved = used;
  return {
    take() {
      if (used >= reserved) {
        file.write({ reserved: reserved + BLOCK });
        reserved += BLOCK;
      }
      used += 1;
      return used;
    },
    reset() {
      file.remove();
      used = 0;
      reserved = 0;
    },
  };
};
