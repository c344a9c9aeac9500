import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CapturedPacket, CaptureError, readCapture } from './capture-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'capture-'));
afterAll(() => rmSync(folder, { recursive: true }));

const IP = Buffer.from('4500001400000000400000000a0000010a000002', 'hex');
const ETHER = Buffer.concat([Buffer.alloc(12), Buffer.from('0800', 'hex'), IP]);

function u32(little: boolean, ...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries())
    little ? bytes.writeUInt32LE(value, at * 4) : bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

function pcap(
  little: boolean,
  magic: number,
  linkType: number,
  fraction: number,
  ...frames: Buffer[]
): Buffer {
  const head = u32(little, magic, 0x00040002, 0, 0, 65535, linkType);
  return Buffer.concat([
    head,
    ...frames.flatMap((frame) => [u32(little, 1000, fraction, frame.length, frame.length), frame]),
  ]);
}

function pcapng(little: boolean, linkType: number, ...frames: Buffer[]): Buffer {
  const block = (type: number, body: Buffer): Buffer => {
    const length = body.length + 12;
    return Buffer.concat([u32(little, type, length), body, u32(little, length)]);
  };
  const type = little ? Buffer.from([linkType, 0, 0, 0]) : Buffer.from([0, linkType, 0, 0]);
  const ticks = 1_000_500_000n;
  return Buffer.concat([
    block(0x0a0d0d0a, u32(little, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff)),
    block(1, Buffer.concat([type, u32(little, 65535)])),
    block(0x99, Buffer.from('skip')),
    ...frames.map((frame) => {
      const padded = Buffer.concat([frame, Buffer.alloc((4 - (frame.length % 4)) % 4)]);
      return block(
        6,
        Buffer.concat([
          u32(little, 0, Number(ticks >> 32n), Number(ticks & 0xffffffffn), frame.length, frame.length),
          padded,
        ]),
      );
    }),
  ]);
}

let written = 0;
function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `capture-${written++}`);
  writeFileSync(path, bytes);
  return path;
}

function read(bytes: Uint8Array): CapturedPacket[] {
  return [...readCapture(fileOf(bytes))].map(({ datagram, at }) => ({
    datagram: datagram === null ? null : datagram.slice(),
    at,
  }));
}

const expected = { datagram: Uint8Array.from(IP), at: 1_000_500 };

describe('captures', () => {
  it.each([
    ['pcap, little-endian, microseconds', pcap(true, 0xa1b2c3d4, 1, 500_000, ETHER)],
    ['pcap, big-endian, microseconds', pcap(false, 0xa1b2c3d4, 1, 500_000, ETHER)],
    ['pcap, little-endian, nanoseconds', pcap(true, 0xa1b23c4d, 1, 500_000_000, ETHER)],
    ['pcap, big-endian, nanoseconds', pcap(false, 0xa1b23c4d, 1, 500_000_000, ETHER)],
    ['pcapng, little-endian', pcapng(true, 1, ETHER)],
    ['pcapng, big-endian', pcapng(false, 1, ETHER)],
    ['raw IP', pcap(true, 0xa1b2c3d4, 101, 500_000, IP)],
    [
      'Linux cooked',
      pcap(true, 0xa1b2c3d4, 113, 500_000, Buffer.concat([Buffer.alloc(14), Buffer.from('0800', 'hex'), IP])),
    ],
    [
      'Linux cooked 2',
      pcap(true, 0xa1b2c3d4, 276, 500_000, Buffer.concat([Buffer.from('0800', 'hex'), Buffer.alloc(18), IP])),
    ],
    [
      'two VLAN tags',
      pcap(
        true,
        0xa1b2c3d4,
        1,
        500_000,
        Buffer.concat([Buffer.alloc(12), Buffer.from('88a8000181000002' + '0800', 'hex'), IP]),
      ),
    ],
  ])('%s', (_name, bytes) => {
    expect(read(bytes)).toEqual([expected]);
  });

  it('a frame without IP keeps its number', () => {
    const arp = Buffer.concat([Buffer.alloc(12), Buffer.from('0806', 'hex'), Buffer.alloc(28)]);
    expect(
      read(pcap(true, 0xa1b2c3d4, 1, 500_000, arp, Buffer.alloc(3), ETHER)).map(
        ({ datagram }) => datagram?.length,
      ),
    ).toEqual([undefined, undefined, 20]);
  });

  it('packets before a cut are read, then the cut is told', () => {
    const whole = pcap(true, 0xa1b2c3d4, 1, 0, ETHER, ETHER);
    const packets = readCapture(fileOf(whole.subarray(0, whole.length - 5)));
    expect(packets.next().value?.datagram?.length).toBe(20);
    expect(() => packets.next()).toThrow('ends within packet 2');
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'is not a capture: it has fewer than 4 bytes'],
    ['text', Buffer.from('hello world, this is text'), 'is not a capture: its magic number is unknown'],
    ['a cut header', pcap(true, 0xa1b2c3d4, 1, 0).subarray(0, 20), 'ends within its header'],
    [
      'a cut record header',
      pcap(true, 0xa1b2c3d4, 1, 0, ETHER).subarray(0, 30),
      'ends within the header of packet 1',
    ],
    [
      'an absurd length',
      Buffer.concat([pcap(true, 0xa1b2c3d4, 1, 0), u32(true, 0, 0, 0x7fffffff, 0)]),
      'names 2147483647 bytes as length of packet 1',
    ],
    [
      'an unknown link type',
      pcap(true, 0xa1b2c3d4, 147, 0, ETHER),
      'has link type 147, which is not supported',
    ],
    ['a cut pcapng', pcapng(true, 1, ETHER).subarray(0, -9), 'ends within a block'],
  ])('%s', (_name, bytes, message) => {
    expect(() => read(bytes)).toThrow(new CaptureError(message));
  });

  it('a missing file', () => {
    expect(() => [...readCapture(join(folder, 'none'))]).toThrow(/cannot be opened: .*no such file/);
  });
});
