import { ByteSource } from './byte-source.ts';
import { datagramOf, isKnownLinkType } from './frame.ts';
import { readPcap } from './pcap.ts';
import { isPcapng, readPcapng } from './pcapng.ts';

/** One record of a capture. `datagram` is null when the frame carries no IP; it is valid until the next record. */
export interface CapturedPacket {
  readonly datagram: Uint8Array | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** One frame as recorded. */
export interface RawFrame {
  readonly linkType: number;
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** A capture that cannot be read, in words for the person who named it. */
export class CaptureError extends Error {}

/** Reads a pcap or pcapng file record by record. Throws CaptureError where the file is not one or ends too early. */
export function* readCapture(path: string): Generator<CapturedPacket> {
  const source = open(path);
  try {
    const magic = source.take(4).slice();
    if (magic.length < 4) throw new CaptureError('is not a capture: it has fewer than 4 bytes');
    for (const { linkType, bytes, at } of isPcapng(magic) ? readPcapng(source) : readPcap(source, magic)) {
      if (!isKnownLinkType(linkType))
        throw new CaptureError(`has link type ${linkType}, which is not supported`);
      yield { datagram: datagramOf(linkType, bytes), at };
    }
  } finally {
    source.close();
  }
}

function open(path: string): ByteSource {
  try {
    return new ByteSource(path);
  } catch (error) {
    throw new CaptureError(`cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}
