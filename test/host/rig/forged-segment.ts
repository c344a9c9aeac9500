import { isIPv6 } from 'node:net';

export const [FIN, SYN, RST, PSH, ACK, URG] = [1, 2, 4, 8, 16, 32] as const;
const TCP = 6;
const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;

/** One end of a forged connection to the other. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly fromPort: number;
  readonly toPort: number;
}

export interface Segment {
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly urgentPointer?: number;
  readonly data?: string;
  /** A checksum that no receiver accepts. */
  readonly spoilt?: boolean;
}

/** A TCP segment with its checksum, without an IP header. */
export function tcpSegment(route: Route, segment: Segment): Buffer {
  const data = Buffer.from(segment.data ?? '', 'latin1');
  const bytes = Buffer.alloc(20 + data.length);
  bytes.writeUInt16BE(route.fromPort, 0);
  bytes.writeUInt16BE(route.toPort, 2);
  bytes.writeUInt32BE(segment.sequence >>> 0, 4);
  bytes.writeUInt32BE((segment.acknowledgement ?? 0) >>> 0, 8);
  bytes.set([0x50, segment.flags, 0xfa, 0xf0], 12);
  bytes.writeUInt16BE(segment.urgentPointer ?? 0, 18);
  bytes.set(data, 20);
  const sum = checksum(
    Buffer.concat([
      address(route.from),
      address(route.to),
      Buffer.from([0, TCP, bytes.length >> 8, bytes.length & 255]),
      bytes,
    ]),
  );
  bytes.writeUInt16BE(segment.spoilt ? sum ^ 0x5555 : sum, 16);
  return bytes;
}

/** How a segment travels: behind so many IPv6 extension headers, or in IPv6 fragments of so many bytes. */
export interface Travel {
  readonly extensions?: number;
  readonly fragments?: number;
}

let identification = 1;

/** The datagrams that carry a segment. */
export function datagrams(
  route: Route,
  segment: Buffer,
  { extensions = 0, fragments = 0 }: Travel,
): Buffer[] {
  if (!isIPv6(route.to)) return [v4(route, segment)];
  if (fragments > 0 && segment.length > fragments) return inFragments(route, segment, fragments);
  const headers = Array.from({ length: extensions }, (_, at) =>
    Buffer.from([at === extensions - 1 ? TCP : DESTINATION_OPTIONS, 0, 1, 4, 0, 0, 0, 0]),
  );
  return [v6(route, extensions > 0 ? DESTINATION_OPTIONS : TCP, Buffer.concat([...headers, segment]))];
}

function inFragments(route: Route, segment: Buffer, size: number): Buffer[] {
  identification += 1;
  const pieces: Buffer[] = [];
  for (let at = 0; at < segment.length; at += size) {
    const header = Buffer.alloc(8);
    header[0] = TCP;
    header.writeUInt16BE(at | (at + size < segment.length ? 1 : 0), 2);
    header.writeUInt32BE(identification, 4);
    pieces.push(v6(route, FRAGMENT, Buffer.concat([header, segment.subarray(at, at + size)])));
  }
  return pieces;
}

function v4(route: Route, payload: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(0x4500, 0);
  head.writeUInt16BE(20 + payload.length, 2);
  head.set([64, TCP], 8);
  head.set(address(route.from), 12);
  head.set(address(route.to), 16);
  head.writeUInt16BE(checksum(head), 10);
  return Buffer.concat([head, payload]);
}

function v6(route: Route, next: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head[0] = 0x60;
  head.writeUInt16BE(payload.length, 4);
  head.set([next, 64], 6);
  return Buffer.concat([head, address(route.from), address(route.to), payload]);
}

/** In network order; of IPv6 only the forms the rig uses, `a::b`. */
export function address(text: string): Buffer {
  if (!isIPv6(text)) return Buffer.from(text.split('.').map(Number));
  const bytes = Buffer.alloc(16);
  const [high = '', low = ''] = text.split('::');
  bytes.writeUInt16BE(Number.parseInt(high, 16), 0);
  bytes.writeUInt16BE(Number.parseInt(low, 16), 14);
  return bytes;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
