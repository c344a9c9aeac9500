import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionKey, isBareReset, resetForReceiver, resetForSender } from './reset-segment.ts';

const [FIN, SYN, RST, PSH, ACK] = [1, 2, 4, 8, 16] as const;

/** A segment from 10.0.0.2:5000 (or fd00::2) to :80, as it stands in a capture; checksums are not looked at. */
function segment(version: 4 | 6, flags: number, payload: number, extension = false): Uint8Array {
  const option = extension ? 8 : 0;
  const ip = (version === 4 ? 20 : 40) + option;
  const bytes = Buffer.alloc(ip + 24 + payload, 0x61);
  bytes.fill(0, 0, ip + 24);
  if (version === 4) {
    bytes[0] = 0x45;
    bytes.writeUInt16BE(bytes.length, 2);
    bytes[9] = 6;
    bytes.set([10, 0, 0, 2, 10, 0, 0, 1], 12);
  } else {
    bytes[0] = 0x60;
    bytes.writeUInt16BE(bytes.length - 40, 4);
    bytes[6] = extension ? 60 : 6;
    bytes.set([0xfd, ...Array(14).fill(0), 2, 0xfd, ...Array(14).fill(0), 1], 8);
    if (extension) bytes[40] = 6;
  }
  bytes.writeUInt16BE(5000, ip);
  bytes.writeUInt16BE(80, ip + 2);
  bytes.writeUInt32BE(0xfffffff0, ip + 4);
  bytes.writeUInt32BE(0x12345678, ip + 8);
  bytes[ip + 12] = 0x60;
  bytes[ip + 13] = flags;
  return bytes;
}

function read(datagram: Uint8Array | null) {
  if (datagram === null) return null;
  const bytes = Buffer.from(datagram);
  const version = (bytes[0] ?? 0) >>> 4;
  const ip = version === 4 ? 20 : 40;
  return {
    length: bytes.length - ip - 20,
    from: bytes.readUInt16BE(ip),
    to: bytes.readUInt16BE(ip + 2),
    sequence: bytes.readUInt32BE(ip + 4),
    acknowledgement: bytes.readUInt32BE(ip + 8),
    flags: bytes[ip + 13],
    whole: checksumHolds(bytes, version as 4 | 6),
  };
}

/** RFC 1071 the other way round: over header, pseudo header and checksum itself the sum is all ones. */
function checksumHolds(bytes: Buffer, version: 4 | 6): boolean {
  const ip = version === 4 ? 20 : 40;
  const words = (from: number, to: number): number => {
    let total = 0;
    for (let at = from; at < to; at += 2) total += bytes.readUInt16BE(at);
    return total;
  };
  const ones = (total: number): boolean => total % 0xffff === 0;
  const pseudo = (version === 4 ? words(12, 20) : words(8, 40)) + 6 + 20;
  return ones(pseudo + words(ip, ip + 20)) && (version === 6 || ones(words(0, 20)));
}

describe.each([4, 6] as const)('IPv%i', (version) => {
  it('resets the receiver where the segment would have gone', () => {
    expect(read(resetForReceiver(segment(version, PSH | ACK, 100)))).toEqual({
      length: 0,
      from: 5000,
      to: 80,
      sequence: 0xfffffff0,
      acknowledgement: 0x12345678,
      flags: RST | ACK,
      whole: true,
    });
  });

  it('resets the sender with the number it expects', () => {
    expect(read(resetForSender(segment(version, PSH | ACK, 100)))).toEqual({
      length: 0,
      from: 80,
      to: 5000,
      sequence: 0x12345678,
      acknowledgement: 0,
      flags: RST,
      whole: true,
    });
  });

  it('refuses an opening by acknowledging it, its data included, and has nobody to reset behind it', () => {
    const opening = segment(version, SYN, 20);
    expect(read(resetForSender(opening))).toMatchObject({
      sequence: 0,
      acknowledgement: 5,
      flags: RST | ACK,
      whole: true,
    });
    expect(resetForReceiver(opening)).toBeNull();
  });

  it('does not answer a reset with a reset', () => {
    expect(resetForSender(segment(version, RST | ACK, 0))).toBeNull();
    expect(resetForReceiver(segment(version, RST, 0))).toBeNull();
  });

  it('knows a bare reset from one that carries something', () => {
    expect(isBareReset(segment(version, RST | ACK, 0))).toBe(true);
    expect(isBareReset(segment(version, RST, 1))).toBe(false);
    expect(isBareReset(segment(version, RST | SYN, 0))).toBe(false);
    expect(isBareReset(segment(version, FIN | ACK, 0))).toBe(false);
  });

  it('gives both directions one key', () => {
    const there = segment(version, ACK, 10);
    expect(connectionKey(there)).not.toBeNull();
    expect(connectionKey(there)).toBe(connectionKey(resetForSender(there) ?? there));
  });
});

it('finds TCP behind IPv6 extension headers', () => {
  expect(read(resetForReceiver(segment(6, ACK, 5, true)))).toMatchObject({ from: 5000, to: 80, whole: true });
});

it('makes nothing of other packets and of random bytes', () => {
  const udp = segment(4, ACK, 5);
  udp[9] = 17;
  expect(resetForReceiver(udp)).toBeNull();
  const fragment = segment(4, ACK, 5);
  fragment[7] = 9;
  expect(resetForSender(fragment)).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(0x45, 0x4f, 0x60), (bytes, first) => {
      if (bytes.length > 0) bytes[0] = first;
      resetForReceiver(bytes);
      resetForSender(bytes);
      isBareReset(bytes);
    }),
  );
});
