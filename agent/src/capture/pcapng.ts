import type { ByteSource } from './byte-source.ts';
import { CaptureError, type RawFrame } from './capture-file.ts';
import { LONGEST_FRAME, viewOf } from './pcap.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const LONGEST_BLOCK = LONGEST_FRAME + 65_536;

interface Interface {
  readonly linkType: number;
  readonly unitsPerMillisecond: number;
}

/** Whether these first four bytes are a section header's type, the same in both byte orders. */
export function isPcapng(magic: Uint8Array): boolean {
  return magic[0] === 0x0a && magic[1] === 0x0d && magic[2] === 0x0d && magic[3] === 0x0a;
}

/** Reads pcapng (draft-ietf-opsawg-pcapng) from after the type of its first block; blocks without packets are skipped. */
export function* readPcapng(source: ByteSource): Generator<RawFrame> {
  let little = true;
  let interfaces: Interface[] = [];
  let type: number | null = SECTION;
  while (type !== null) {
    if (type === SECTION) {
      little = readSection(source);
      interfaces = [];
    } else {
      const body = readBlock(source, little);
      if (type === INTERFACE) interfaces.push(readInterface(body, little));
      const frame = readFrame(type, body, little, interfaces);
      if (frame !== null) yield frame;
    }
    type = nextType(source, little);
  }
}

function nextType(source: ByteSource, little: boolean): number | null {
  const bytes = source.take(4);
  if (bytes.length === 0) return null;
  if (bytes.length < 4) throw new CaptureError('ends within the type of a block');
  return viewOf(bytes).getUint32(0, little);
}

/** Reads the rest of a section header; tells whether the section is little-endian. */
function readSection(source: ByteSource): boolean {
  const start = source.take(8);
  if (start.length < 8) throw new CaptureError('ends within a section header');
  const little = viewOf(start).getUint32(4, true) === 0x1a2b3c4d;
  const length = viewOf(start).getUint32(0, little);
  if (!little && viewOf(start).getUint32(4, false) !== 0x1a2b3c4d)
    throw new CaptureError('has a broken section header');
  if (length < 28 || length > LONGEST_BLOCK)
    throw new CaptureError(`names ${length} bytes as length of a block`);
  if (source.take(length - 12).length < length - 12) throw new CaptureError('ends within a section header');
  return little;
}

/** The body of a block, its type being read already. */
function readBlock(source: ByteSource, little: boolean): Uint8Array {
  const size = source.take(4);
  if (size.length < 4) throw new CaptureError('ends within the length of a block');
  const length = viewOf(size).getUint32(0, little);
  if (length < 12 || length > LONGEST_BLOCK)
    throw new CaptureError(`names ${length} bytes as length of a block`);
  const rest = source.take(length - 8);
  if (rest.length < length - 8) throw new CaptureError('ends within a block');
  return rest.subarray(0, length - 12);
}

const OPTION_RESOLUTION = 9;

function readInterface(body: Uint8Array, little: boolean): Interface {
  if (body.length < 8) throw new CaptureError('has a broken interface description');
  const view = viewOf(body);
  let unitsPerMillisecond = 1e3;
  for (let at = 8; at + 4 <= body.length; ) {
    const length = view.getUint16(at + 2, little);
    if (view.getUint16(at, little) === OPTION_RESOLUTION && at + 4 < body.length) {
      const resolution = body[at + 4]!;
      unitsPerMillisecond = (resolution < 128 ? 10 ** resolution : 2 ** (resolution - 128)) / 1000;
    }
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return { linkType: view.getUint16(0, little), unitsPerMillisecond };
}

function readFrame(
  type: number,
  body: Uint8Array,
  little: boolean,
  interfaces: readonly Interface[],
): RawFrame | null {
  if (type !== ENHANCED_PACKET && type !== SIMPLE_PACKET) return null;
  const simple = type === SIMPLE_PACKET;
  const head = simple ? 4 : 20;
  if (body.length < head) throw new CaptureError('has a broken packet block');
  const view = viewOf(body);
  const found = interfaces[simple ? 0 : view.getUint32(0, little)];
  if (found === undefined) throw new CaptureError('has a packet of an interface it does not describe');
  const length = simple ? Math.min(view.getUint32(0, little), body.length - 4) : view.getUint32(12, little);
  if (head + length > body.length) throw new CaptureError('has a packet longer than its block');
  const units = simple ? 0 : view.getUint32(4, little) * 2 ** 32 + view.getUint32(8, little);
  return {
    linkType: found.linkType,
    bytes: body.subarray(head, head + length),
    at: units / found.unitsPerMillisecond,
  };
}
