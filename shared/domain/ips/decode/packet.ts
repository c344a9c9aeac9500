/** What decoding found. The object is reused from packet to packet, so nothing of it may be kept. */
export interface Packet {
  bytes: Uint8Array;
  v6: boolean;
  /** IP protocol number of the payload after IPv6 extension headers. */
  protocol: number;
  /** Source address in words 0 to 3, destination in 4 to 7; IPv4 sits in the last word of each. */
  readonly addresses: Uint32Array;
  sourcePort: number;
  destinationPort: number;
  sequence: number;
  acknowledgment: number;
  flags: number;
  /** Where the transport header starts. */
  transportStart: number;
  /** The transport payload is `bytes[payloadStart..payloadEnd)`. */
  payloadStart: number;
  payloadEnd: number;
}

export const TCP = 6;
export const UDP = 17;
export const ICMP = 1;
export const ICMPV6 = 58;

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

export function emptyPacket(): Packet {
  return {
    bytes: new Uint8Array(0),
    v6: false,
    protocol: 0,
    addresses: new Uint32Array(8),
    sourcePort: 0,
    destinationPort: 0,
    sequence: 0,
    acknowledgment: 0,
    flags: 0,
    transportStart: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };
}
