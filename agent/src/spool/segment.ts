import { MAX_BATCH_EVENTS } from '../../../shared/schema/agent/events.ts';
import { asRepeat, type Repeat, repeated, sameEvent } from './fold.ts';
import type { SpooledEvent } from './spooled-event.ts';

/**
 * The events that wait to be sealed, as held in memory and as written: one line of JSON per event, or
 * `[count, endAt]` for a repetition of the event before. Lines are only ever appended.
 */
export interface Segment {
  readonly number: number;
  readonly events: readonly SpooledEvent[];
  /** Length of its file. */
  readonly bytes: number;
}

/**
 * A segment's file never grows beyond this. Folded repeats make the sealed JSON at most a quarter larger, so that
 * even what does not compress at all stays below MAX_BATCH_BYTES and nothing needs to be cut at sealing.
 */
export const MAX_SEGMENT_BYTES = 200 * 1024;
/** Beyond any event that fits the schema. */
export const MAX_EVENT_BYTES = 16 * 1024;

export const emptySegment = (number: number): Segment => ({ number, events: [], bytes: 0 });

export interface Added {
  readonly segment: Segment;
  /** What to append to the segment's file. */
  readonly lines: Uint8Array;
  /** Events that found no room; the segment must be sealed first. */
  readonly rest: readonly SpooledEvent[];
}

/** Adds as many events as fit, folding what repeats. */
export const addEvents = (segment: Segment, events: readonly SpooledEvent[]): Added => {
  const held = [...segment.events];
  const lines: string[] = [];
  let bytes = segment.bytes;
  let repeat: Repeat | undefined;
  const write = (line: string): void => {
    lines.push(line);
    bytes += Buffer.byteLength(line);
  };
  const endRepeat = (): void => {
    if (!repeat) return;
    write(`[${repeat.count},${repeat.endAt}]\n`);
    held.push(repeated(held.pop() as SpooledEvent, repeat));
    repeat = undefined;
  };
  let taken = 0;
  for (const event of events) {
    const last = held.at(-1);
    if (last && sameEvent(last, event)) {
      const more = asRepeat(event);
      repeat = { count: (repeat?.count ?? 0) + more.count, endAt: Math.max(repeat?.endAt ?? 0, more.endAt) };
    } else {
      endRepeat();
      const line = `${JSON.stringify(event)}\n`;
      if (held.length >= MAX_BATCH_EVENTS || bytes + Buffer.byteLength(line) > MAX_SEGMENT_BYTES) break;
      write(line);
      held.push(event);
    }
    taken += 1;
  }
  endRepeat();
  return {
    segment: { number: segment.number, events: held, bytes },
    lines: Buffer.from(lines.join('')),
    rest: events.slice(taken),
  };
};

/**
 * Reads a segment's file back. A crash may have left a torn tail: everything from the first line that is not whole
 * was never accepted and does not count; `bytes` is where the file has to be cut.
 */
export const readSegment = (number: number, file: Uint8Array): Segment => {
  const text = Buffer.from(file);
  const events: SpooledEvent[] = [];
  let bytes = 0;
  for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, bytes)) {
    const line = parseLine(text.toString('utf8', bytes, end));
    if (line === undefined) break;
    if (Array.isArray(line)) {
      const last = events.pop();
      if (!last) break;
      events.push(repeated(last, { count: line[0], endAt: line[1] }));
    } else events.push(line);
    bytes = end + 1;
  }
  return { number, events, bytes };
};

const parseLine = (text: string): SpooledEvent | [number, number] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) {
      return value.length === 2 && value.every(Number.isSafeInteger)
        ? (value as [number, number])
        : undefined;
    }
    // Written by this code from a typed event; the plane checks each event once more.
    return typeof value === 'object' && value !== null && 'kind' in value
      ? (value as SpooledEvent)
      : undefined;
  } catch {
    return undefined;
  }
};
