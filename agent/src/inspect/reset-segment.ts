/**
 * Reset segments made from an offending TCP segment (RFC 9293 §3.5.3, RFC 5961 §3.2): one for the side that
 * should have received it and one for the side that sent it. Pure; bytes start at the IP header.
 */
const TCP = 6;
const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;
const TCP_HEADER = 20;

interface Segment {
  readonly version: 4 | 6;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly payload: number;
}

/** A reset for the receiver as if the sender had given up: valid when the segment was the next one expected. Null: not TCP, a reset itself, or opening a connection (there is nothing to close yet). */
export function resetForReceiver(datagram: Uint8Array): Uint8Array | null {
  const segment = readSegment(datagram);
  if (segment === null || (segment.flags & (RST | SYN)) !== 0) return null;
  return build(segment.version, segment.source, segment.destination, {
    sourcePort: segment.sourcePort,
    destinationPort: segment.destinationPort,
    sequence: segment.sequence,
    acknowledgement: segment.acknowledgement,
    flags: RST | (segment.flags & ACK),
  });
}

/** A reset for the sender: exactly the sequence number it said it expects next. Null: not TCP or a reset itself. */
export function resetForSender(datagram: Uint8Array): Uint8Array | null {
  const segment = readSegment(datagram);
  if (segment === null || (segment.flags & RST) !== 0) return null;
  const acknowledged = (segment.flags & ACK) !== 0;
  const length =
    segment.payload + ((segment.flags & SYN) !== 0 ? 1 : 0) + ((segment.flags & FIN) !== 0 ? 1 : 0);
  return build(segment.version, segment.destination, segment.source, {
    sourcePort: segment.destinationPort,
    destinationPort: segment.sourcePort,
    sequence: acknowledged ? segment.acknowledgement : 0,
    acknowledgement: acknowledged ? 0 : (segment.sequence + length) >>> 0,
    flags: acknowledged ? RST : RST | ACK,
  });
}

/** True for a reset that carries nothing: it may reach a socket of a blocked connection, which it only closes. */
export function isBareReset(datagram: Uint8Array): boolean {
  const segment = readSegment(datagram);
  return segment !== null && (segment.flags & (RST | SYN)) === RST && segment.payload === 0;
}

/** The same text for both directions of one TCP connection; null: not TCP. */
export function connectionKey(datagram: Uint8Array): string | null {
  const segment = readSegment(datagram);
  if (segment === null) return null;
  const from = `${segment.source.join('.')} ${segment.sourcePort}`;
  const to = `${segment.destination.join('.')} ${segment.destinationPort}`;
  return from < to ? `${from} ${to}` : `${to} ${from}`;
}

function readSegment(datagram: Uint8Array): Segment | null {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  if (datagram.length < 20) return null;
  const version = view.getUint8(0) >>> 4;
  if (version === 4) return readV4(datagram, view);
  return version === 6 ? readV6(datagram, view) : null;
}

function readV4(datagram: Uint8Array, view: DataView): Segment | null {
  const header = (view.getUint8(0) & 0xf) * 4;
  const laterFragment = (view.getUint16(6) & 0x1fff) !== 0;
  if (header < 20 || view.getUint8(9) !== TCP || laterFragment) return null;
  return readTcp(4, datagram.subarray(12, 16), datagram.subarray(16, 20), view, header, view.getUint16(2));
}

const HOP_BY_HOP = 0;
const ROUTING = 43;
const DESTINATION_OPTIONS = 60;
const FRAGMENT = 44;

function readV6(datagram: Uint8Array, view: DataView): Segment | null {
  if (datagram.length < 40) return null;
  let next = view.getUint8(6);
  let at = 40;
  while (next === HOP_BY_HOP || next === ROUTING || next === DESTINATION_OPTIONS || next === FRAGMENT) {
    if (datagram.length - at < 8) return null;
    const length = next === FRAGMENT ? 8 : (view.getUint8(at + 1) + 1) * 8;
    if (next === FRAGMENT && (view.getUint16(at + 2) & 0xfff8) !== 0) return null;
    next = view.getUint8(at);
    at += length;
  }
  if (next !== TCP) return null;
  return readTcp(6, datagram.subarray(8, 24), datagram.subarray(24, 40), view, at, 40 + view.getUint16(4));
}

function readTcp(
  version: 4 | 6,
  source: Uint8Array,
  destination: Uint8Array,
  view: DataView,
  at: number,
  total: number,
): Segment | null {
  if (view.byteLength - at < TCP_HEADER) return null;
  const offset = (view.getUint8(at + 12) >>> 4) * 4;
  return {
    version,
    source,
    destination,
    sourcePort: view.getUint16(at),
    destinationPort: view.getUint16(at + 2),
    sequence: view.getUint32(at + 4),
    acknowledgement: view.getUint32(at + 8),
    flags: view.getUint8(at + 13),
    payload: Math.max(0, total - at - offset),
  };
}

interface Header {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
}

function build(version: 4 | 6, source: Uint8Array, destination: Uint8Array, tcp: Header): Uint8Array {
  const ip = version === 4 ? 20 : 40;
  const bytes = new Uint8Array(ip + TCP_HEADER);
  const view = new DataView(bytes.buffer);
  if (version === 4) {
    view.setUint16(0, 0x4500);
    view.setUint16(2, bytes.length);
    view.setUint16(6, 0x4000);
    view.setUint16(8, (64 << 8) | TCP);
    bytes.set(source, 12);
    bytes.set(destination, 16);
    view.setUint16(10, fold(sum(view, 0, 20)));
  } else {
    view.setUint8(0, 0x60);
    view.setUint16(4, TCP_HEADER);
    view.setUint16(6, (TCP << 8) | 64);
    bytes.set(source, 8);
    bytes.set(destination, 24);
  }
  view.setUint16(ip, tcp.sourcePort);
  view.setUint16(ip + 2, tcp.destinationPort);
  view.setUint32(ip + 4, tcp.sequence);
  view.setUint32(ip + 8, tcp.acknowledgement);
  view.setUint16(ip + 12, (5 << 12) | tcp.flags);
  const addresses = version === 4 ? sum(view, 12, 20) : sum(view, 8, 40);
  view.setUint16(ip + 16, fold(addresses + TCP + TCP_HEADER + sum(view, ip, ip + TCP_HEADER)));
  return bytes;
}

/** One's complement sum of 16-bit words (RFC 1071), not yet folded; the ranges used here are even. */
function sum(view: DataView, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 2) total += view.getUint16(at);
  return total;
}

function fold(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff;
}
