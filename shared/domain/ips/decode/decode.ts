import { ICMP, ICMPV6, type Packet, TCP, UDP } from './packet.ts';

/** `fragment`: part of a datagram, its ports unknown. A number is the reason id (events.md §3) why it is malformed. */
export type Decoded = 'whole' | 'fragment' | number;

/** Reason ids of malformed packets. */
export const MALFORMED = {
  datagramLength: 107,
  tcpHeaderLength: 131,
  noIpHeader: 127,
  unreadableProtocolHeader: 132,
  unknownIpVersion: 134,
  transportLength: 149,
} as const;

/** Reads the headers of an IP datagram into `packet`, every offset checked against the bytes at hand. */
export function decode(bytes: Uint8Array, packet: Packet): Decoded {
  packet.bytes = bytes;
  packet.sourcePort = 0;
  packet.destinationPort = 0;
  packet.flags = 0;
  if (bytes.length === 0) return MALFORMED.noIpHeader;
  const version = bytes[0]! >> 4;
  if (version === 4) return decodeV4(bytes, packet);
  if (version === 6) return decodeV6(bytes, packet);
  return MALFORMED.unknownIpVersion;
}

function decodeV4(bytes: Uint8Array, packet: Packet): Decoded {
  if (bytes.length < 20) return MALFORMED.noIpHeader;
  const headerLength = (bytes[0]! & 15) * 4;
  const total = u16(bytes, 2);
  if (headerLength < 20 || headerLength > total) return MALFORMED.noIpHeader;
  if (total > bytes.length) return MALFORMED.datagramLength;
  packet.v6 = false;
  packet.protocol = bytes[9]!;
  packet.addresses.fill(0);
  packet.addresses[3] = u32(bytes, 12);
  packet.addresses[7] = u32(bytes, 16);
  packet.payloadStart = headerLength;
  packet.payloadEnd = total;
  // More-fragments or an offset: RFC 791 section 3.1.
  if ((u16(bytes, 6) & 0x3fff) !== 0) return 'fragment';
  return decodeTransport(bytes, packet, headerLength, total);
}

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;

function decodeV6(bytes: Uint8Array, packet: Packet): Decoded {
  if (bytes.length < 40) return MALFORMED.noIpHeader;
  const end = 40 + u16(bytes, 4);
  if (end > bytes.length) return MALFORMED.datagramLength;
  packet.v6 = true;
  for (let word = 0; word < 8; word++) packet.addresses[word] = u32(bytes, 8 + word * 4);
  let next = bytes[6]!;
  let at = 40;
  // As many as there are: the kernel follows them to the end too. Each takes 8 bytes or more, so this ends.
  for (;;) {
    if (next === FRAGMENT) {
      if (at + 8 > end) return MALFORMED.unreadableProtocolHeader;
      // An offset of zero without more-fragments is a whole datagram (RFC 6946).
      if ((u16(bytes, at + 2) & 0xfff9) !== 0) {
        packet.protocol = bytes[at]!;
        return 'fragment';
      }
      next = bytes[at]!;
      at += 8;
      continue;
    }
    if (next !== HOP_BY_HOP && next !== ROUTING && next !== DESTINATION && next !== AUTHENTICATION) break;
    if (at + 8 > end) return MALFORMED.unreadableProtocolHeader;
    const length = next === AUTHENTICATION ? (bytes[at + 1]! + 2) * 4 : (bytes[at + 1]! + 1) * 8;
    next = bytes[at]!;
    at += length;
    if (at > end) return MALFORMED.unreadableProtocolHeader;
  }
  packet.protocol = next;
  return decodeTransport(bytes, packet, at, end);
}

function decodeTransport(bytes: Uint8Array, packet: Packet, at: number, end: number): Decoded {
  packet.transportStart = at;
  packet.payloadStart = at;
  packet.payloadEnd = end;
  if (packet.protocol === TCP) return decodeTcp(bytes, packet, at, end);
  if (packet.protocol === UDP) return decodeUdp(bytes, packet, at, end);
  if (packet.protocol === ICMP || packet.protocol === ICMPV6) packet.payloadStart = Math.min(end, at + 8);
  return 'whole';
}

function decodeTcp(bytes: Uint8Array, packet: Packet, at: number, end: number): Decoded {
  if (at + 20 > end) return MALFORMED.unreadableProtocolHeader;
  const headerLength = (bytes[at + 12]! >> 4) * 4;
  if (headerLength < 20 || at + headerLength > end) return MALFORMED.tcpHeaderLength;
  packet.sourcePort = u16(bytes, at);
  packet.destinationPort = u16(bytes, at + 2);
  packet.sequence = u32(bytes, at + 4);
  packet.acknowledgment = u32(bytes, at + 8);
  packet.flags = bytes[at + 13]!;
  packet.payloadStart = at + headerLength;
  return 'whole';
}

function decodeUdp(bytes: Uint8Array, packet: Packet, at: number, end: number): Decoded {
  if (at + 8 > end) return MALFORMED.unreadableProtocolHeader;
  const length = u16(bytes, at + 4);
  if (length < 8 || at + length > end) return MALFORMED.transportLength;
  packet.sourcePort = u16(bytes, at);
  packet.destinationPort = u16(bytes, at + 2);
  packet.payloadStart = at + 8;
  packet.payloadEnd = at + length;
  return 'whole';
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
