import { formatAddress } from '../../../shared/domain/firewall/address.ts';

/** What an event tells of a packet. */
export interface PacketSummary {
  readonly version: 4 | 6;
  readonly protocol: number;
  readonly flags: number | null;
  readonly sourceIP: string;
  readonly sourcePort: number | null;
  readonly destinationIP: string;
  readonly destinationPort: number | null;
  /** From the IP header: the bytes at hand are only the packet's beginning. */
  readonly packetSize: number;
}

const TCP = 6;
const UDP = 17;

/** Reads the beginning of a packet from its IP header on; null when that is no IP header. IPv6 extension headers are reported as the protocol they are. */
export function summarizePacket(bytes: Buffer): PacketSummary | null {
  const version = (bytes[0] ?? 0) >>> 4;
  if (version === 4 && bytes.length >= 20) {
    const header = ((bytes[0] ?? 0) & 0xf) * 4;
    const first = (bytes.readUInt16BE(6) & 0x1fff) === 0;
    return summary(4, bytes, bytes[9] ?? 0, 12, 4, first ? header : bytes.length, bytes.readUInt16BE(2));
  }
  if (version === 6 && bytes.length >= 40) {
    return summary(6, bytes, bytes[6] ?? 0, 8, 16, 40, bytes.readUInt16BE(4) + 40);
  }
  return null;
}

function summary(
  version: 4 | 6,
  bytes: Buffer,
  protocol: number,
  addresses: number,
  width: number,
  transport: number,
  packetSize: number,
): PacketSummary {
  const ports = (protocol === TCP || protocol === UDP) && bytes.length >= transport + 4;
  const address = (at: number): string =>
    formatAddress({ version, value: BigInt(`0x${bytes.toString('hex', at, at + width)}`) });
  return {
    version,
    protocol,
    flags: protocol === TCP ? (bytes[transport + 13] ?? null) : null,
    sourceIP: address(addresses),
    sourcePort: ports ? bytes.readUInt16BE(transport) : null,
    destinationIP: address(addresses + width),
    destinationPort: ports ? bytes.readUInt16BE(transport + 2) : null,
    packetSize,
  };
}
