import { decode } from '../../../shared/domain/ips/decode/decode.ts';
import { emptyPacket, TCP } from '../../../shared/domain/ips/decode/packet.ts';

const URG = 0x20;
const FLAGS = 13;
const CHECKSUM = 16;
const URGENT_POINTER = 18;
const packet = emptyPacket();

/**
 * The datagram with its TCP segment no longer marked urgent (RFC 9293 section 3.8.5), or null when it is not. A socket
 * gives the urgent byte apart from the others, or not, depending on when it is read: nobody on the way can tell what
 * the application will see. Without the mark it sees every byte in its place, as inspection does (RFC 6093 section 5).
 */
export function withoutUrgency(datagram: Uint8Array): Uint8Array | null {
  if (!maybeUrgent(datagram) || decode(datagram, packet) !== 'whole') return null;
  if (packet.protocol !== TCP || (packet.flags & URG) === 0) return null;
  const { transportStart: tcp, payloadEnd: end, v6 } = packet;
  const bytes = datagram.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  bytes[tcp + FLAGS] = packet.flags & ~URG;
  view.setUint16(tcp + URGENT_POINTER, 0);
  view.setUint16(tcp + CHECKSUM, 0);
  const addresses = v6 ? sum(view, 8, 40) : sum(view, 12, 20);
  view.setUint16(tcp + CHECKSUM, complement(addresses + TCP + end - tcp + sum(view, tcp, end)));
  return bytes;
}

/** Rules nearly every packet out by one byte; extension headers and options need the whole decoding. */
function maybeUrgent(datagram: Uint8Array): boolean {
  const first = datagram[0] ?? 0;
  if (first === 0x45) return ((datagram[20 + FLAGS] ?? 0) & URG) !== 0;
  return first >>> 4 !== 6 || datagram[6] !== TCP || ((datagram[40 + FLAGS] ?? 0) & URG) !== 0;
}

/** Sum of 16-bit words (RFC 1071), an odd last byte padded with zero. */
function sum(view: DataView, from: number, to: number): number {
  let total = 0;
  for (let at = from; at + 1 < to; at += 2) total += view.getUint16(at);
  return (to - from) % 2 === 0 ? total : total + (view.getUint8(to - 1) << 8);
}

function complement(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
