import type { ByteSource } from './byte-source.ts';
import { CaptureError, type RawFrame } from './capture-file.ts';

/** Larger than any snapshot length in use; a bad length must not ask for memory. */
export const LONGEST_FRAME = 262_144;

const FORMATS: Readonly<Record<string, { little: boolean; perMillisecond: number }>> = {
  a1b2c3d4: { little: false, perMillisecond: 1e3 },
  d4c3b2a1: { little: true, perMillisecond: 1e3 },
  a1b23c4d: { little: false, perMillisecond: 1e6 },
  '4d3cb2a1': { little: true, perMillisecond: 1e6 },
};

/** Reads the classic format in either byte order with micro- or nanoseconds, from after its magic number. */
export function* readPcap(source: ByteSource, magic: Uint8Array): Generator<RawFrame> {
  const format = FORMATS[Buffer.from(magic).toString('hex')];
  if (format === undefined) throw new CaptureError('is not a capture: its magic number is unknown');
  const { little, perMillisecond } = format;
  const header = source.take(20);
  if (header.length < 20) throw new CaptureError('ends within its header');
  const linkType = viewOf(header).getUint32(16, little) & 0xffff;
  for (let number = 1; ; number++) {
    const record = source.take(16);
    if (record.length === 0) return;
    if (record.length < 16) throw new CaptureError(`ends within the header of packet ${number}`);
    const view = viewOf(record);
    const at = view.getUint32(0, little) * 1000 + view.getUint32(4, little) / perMillisecond;
    const length = view.getUint32(8, little);
    if (length > LONGEST_FRAME) throw new CaptureError(`names ${length} bytes as length of packet ${number}`);
    const bytes = source.take(length);
    if (bytes.length < length) throw new CaptureError(`ends within packet ${number}`);
    yield { linkType, bytes, at };
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
