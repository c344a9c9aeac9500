import fc from 'fast-check';
import { expect, it } from 'vitest';
import { summarizePacket } from './packet-summary.ts';

it.each([
  [
    '450005dc00004000400600000a4d00020a4d00019c401f90000000010000000050020000',
    {
      protocol: 6,
      flags: 2,
      sourceIP: '10.77.0.2',
      sourcePort: 40_000,
      destinationIP: '10.77.0.1',
      destinationPort: 8080,
      packetSize: 1500,
    },
  ],
  [
    '4500001c00000000401100000a4d00020a4d00010035003600080000',
    { protocol: 17, flags: null, sourcePort: 53, destinationPort: 54, packetSize: 28 },
  ],
  [
    '4500001c00000000400100000a4d00020a4d00010800000000000000',
    { protocol: 1, flags: null, sourcePort: null, destinationPort: null },
  ],
  ['4500001c00002001401100000a4d00020a4d00010035003600080000', { protocol: 17, sourcePort: null }],
  [
    `6000000000140640${'fd770000000000000000000000000002'}${'fd770000000000000000000000000001'}9c400016000000010000000050040000`,
    {
      version: 6,
      protocol: 6,
      flags: 4,
      sourceIP: 'fd77:0:0:0:0:0:0:2',
      destinationPort: 22,
      packetSize: 60,
    },
  ],
] as const)('%s', (hex, expected) =>
  expect(summarizePacket(Buffer.from(hex, 'hex'))).toMatchObject(expected),
);

it('is null for what is no IP packet and never reads beyond the bytes there are', () => {
  expect(summarizePacket(Buffer.from('4500', 'hex'))).toBeNull();
  expect(summarizePacket(Buffer.alloc(0))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(0x45, 0x4f, 0x40, 0x60), (bytes, first) => {
      if (bytes.length > 0) bytes[0] = first;
      summarizePacket(Buffer.from(bytes));
    }),
  );
});
