import { describe, expect, it } from 'vitest';
import { withoutUrgency } from './urgent.ts';

/** One's complement sum over pseudo header and segment: 0xffff when the checksum is right (RFC 9293 section 3.1). */
function checked(datagram: Uint8Array, ip: number): number {
  const bytes = Buffer.from(datagram);
  const segment = Buffer.concat([bytes.subarray(ip), Buffer.alloc((bytes.length - ip) % 2)]);
  const addresses = bytes[0]! >>> 4 === 4 ? bytes.subarray(12, 20) : bytes.subarray(8, 40);
  let total = 6 + bytes.length - ip;
  for (const part of [addresses, segment])
    for (let at = 0; at < part.length; at += 2) total += part.readUInt16BE(at);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}

function segment(version: 4 | 6, flags: number, data: string, extension = 0): Buffer {
  const ip = (version === 4 ? 20 : 40) + extension;
  const bytes = Buffer.alloc(ip + 20 + data.length);
  bytes[0] = version === 4 ? 0x40 | (ip / 4) : 0x60;
  if (version === 4) {
    bytes.writeUInt16BE(bytes.length, 2);
    bytes[9] = 6;
    bytes.set([10, 0, 0, 1, 10, 0, 0, 2], 12);
  } else {
    bytes.writeUInt16BE(bytes.length - 40, 4);
    bytes[6] = extension > 0 ? 60 : 6;
    bytes.set([0xfd, 0x77], 8);
    bytes[39] = 9;
    if (extension > 0) bytes[40] = 6;
  }
  bytes.set([0x9c, 0x40, 0, 80, 1, 2, 3, 4, 5, 6, 7, 8, 0x50, flags, 1, 0, 0xde, 0xad, 0, 4], ip);
  bytes.write(data, ip + 20, 'latin1');
  return bytes;
}

describe.each([
  ['IPv4', 4, 0],
  ['IPv4 with options', 4, 8],
  ['IPv6', 6, 0],
  ['IPv6 with an extension header', 6, 8],
] as const)('%s', (_, version, extension) => {
  const ip = (version === 4 ? 20 : 40) + extension;

  it.each(['', 'odd', 'even'])('clears the mark, sets the checksum and keeps every byte of "%s"', (data) => {
    const datagram = segment(version, 0x38, data, extension);
    const calm = Buffer.from(withoutUrgency(datagram)!);
    expect([calm[ip + 13], calm.readUInt16BE(ip + 18)]).toEqual([0x18, 0]);
    expect(checked(calm, ip)).toBe(0xffff);
    expect(calm.subarray(ip + 20).toString('latin1')).toBe(data);
    expect(calm.subarray(0, ip + 13)).toEqual(datagram.subarray(0, ip + 13));
  });

  it('has nothing to do with other segments', () => {
    expect(withoutUrgency(segment(version, 0x18, 'data', extension))).toBeNull();
  });
});

it('is not troubled by cut or foreign packets', () => {
  const whole = segment(6, 0x38, 'data', 8);
  for (let length = 0; length < whole.length; length++)
    expect(withoutUrgency(whole.subarray(0, length))).toBeNull();
  const udp = segment(4, 0x38, 'data');
  udp[9] = 17;
  expect(withoutUrgency(udp)).toBeNull();
});
