import type { EarlySegment, Half } from './half.ts';

/** Takes bytes of a stream in order: `bytes[from..to)` at `position`. */
export type Deliver = (bytes: Uint8Array, from: number, to: number, position: number) => void;

/**
 * `taken`: delivered, kept for later, or nothing new. `conflict`: differs from bytes held for the same positions, so
 * the receiver could read another text than we did. `no-room`: too much is held or it lies too far ahead.
 */
export type SegmentResult = 'taken' | 'conflict' | 'no-room';

const MOST_EARLY = 1024;

/** Takes one segment of a direction, holding at most `room` more bytes, and delivers what has become contiguous. */
export function takeSegment(
  half: Half,
  position: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  room: number,
  deliver: Deliver,
): SegmentResult {
  const end = position + to - from;
  if (position === half.delivered && half.early.length === 0) {
    if (to - from > room) return 'no-room';
    deliverRun(half, bytes, from, to, deliver);
    return 'taken';
  }
  if (conflicts(half, position, bytes, from, end)) return 'conflict';
  if (end <= half.delivered) return 'taken';
  if (end - half.delivered > room) return 'no-room';
  if (position > half.delivered) return keepEarly(half, position, bytes.slice(from, to), room);
  deliverRun(half, bytes, from + half.delivered - position, to, deliver);
  deliverEarly(half, deliver);
  return 'taken';
}

/** Bytes are missing for good (the other side acknowledged them unseen): goes on after the gap. */
export function skipGap(half: Half, position: number, deliver: Deliver): void {
  half.delivered = position;
  half.tail.restart(position);
  deliverEarly(half, deliver);
}

function deliverRun(half: Half, bytes: Uint8Array, from: number, to: number, deliver: Deliver): void {
  const position = half.delivered;
  half.delivered += to - from;
  half.tail.append(bytes, from, to);
  deliver(bytes, from, to, position);
}

function deliverEarly(half: Half, deliver: Deliver): void {
  let count = 0;
  for (const segment of half.early) {
    if (segment.position > half.delivered) break;
    count++;
    const skip = half.delivered - segment.position;
    if (skip < segment.bytes.length) deliverRun(half, segment.bytes, skip, segment.bytes.length, deliver);
    half.earlyBytes -= segment.bytes.length;
  }
  if (count > 0) half.early.splice(0, count);
}

function keepEarly(half: Half, position: number, bytes: Uint8Array, room: number): SegmentResult {
  if (half.early.length >= MOST_EARLY || bytes.length > room) return 'no-room';
  const end = position + bytes.length;
  let place = half.early.length;
  while (place > 0 && half.early[place - 1]!.position > position) place--;
  for (const known of half.early) {
    if (known.position <= position && known.position + known.bytes.length >= end) return 'taken';
  }
  half.early.splice(place, 0, { position, bytes });
  half.earlyBytes += bytes.length;
  return 'taken';
}

/** Compares with everything held for the same positions. Acknowledged bytes do not count: the receiver ignores them. */
function conflicts(half: Half, position: number, bytes: Uint8Array, from: number, end: number): boolean {
  const { tail } = half;
  const low = Math.max(position, half.acknowledged);
  if (
    low < half.delivered &&
    differs(
      tail.bytes,
      tail.start - tail.base,
      bytes,
      from - position,
      Math.max(low, tail.base),
      Math.min(end, tail.position),
    )
  ) {
    return true;
  }
  for (const segment of half.early) {
    if (segment.position >= end) break;
    if (earlyDiffers(segment, position, bytes, from, end)) return true;
  }
  return false;
}

function earlyDiffers(
  segment: EarlySegment,
  position: number,
  bytes: Uint8Array,
  from: number,
  end: number,
): boolean {
  const low = Math.max(position, segment.position);
  const high = Math.min(end, segment.position + segment.bytes.length);
  return differs(segment.bytes, -segment.position, bytes, from - position, low, high);
}

/** Compares positions `low` to `high`; each shift turns a position into an index. */
function differs(
  a: Uint8Array,
  aShift: number,
  b: Uint8Array,
  bShift: number,
  low: number,
  high: number,
): boolean {
  for (let position = low; position < high; position++) {
    if (a[position + aShift] !== b[position + bShift]) return true;
  }
  return false;
}
