import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterMessage, eachAttribute, encodeRequest, messageAt, u8, u32 } from '../netlink/message.ts';
import { createVerdicts, emptyPacket, NF_ACCEPT, NF_DROP, PACKET_MESSAGE, readPacket } from './nfqueue.ts';

const payload = Buffer.from('an IP packet of odd length');

function packetMessage(): Buffer {
  return encodeRequest({
    subsystem: PACKET_MESSAGE >> 8,
    message: PACKET_MESSAGE & 0xff,
    resource: 4118,
    attributes: [
      { type: 1, value: u8(...u32(77), 0x08, 0x00, 1) },
      { type: 5, value: u32(3) },
      { type: 13, value: u32(70_000) },
      { type: 10, value: payload },
    ],
  });
}

const first = (bytes: Buffer) => {
  const message = messageAt(bytes, 0, bytes.length);
  if (message === null) throw new Error('no message');
  return message;
};

describe('a queued packet', () => {
  it('is read with its number, hook, device, bytes and length on the wire', () => {
    const bytes = packetMessage();
    const packet = emptyPacket();
    expect(first(bytes).type).toBe(PACKET_MESSAGE);
    expect(readPacket(bytes, first(bytes), packet)).toBe(true);
    expect(packet).toMatchObject({ id: 77, hook: 1, indev: 3, outdev: 0, wireLength: 70_000 });
    expect(bytes.subarray(packet.start, packet.end)).toEqual(payload);
  });

  it('leaves nothing of the packet before it', () => {
    const packet = emptyPacket();
    const bytes = packetMessage();
    readPacket(bytes, first(bytes), packet);
    const bare = encodeRequest({ subsystem: 3, message: 0, resource: 1, attributes: [] });
    expect(readPacket(bare, first(bare), packet)).toBe(false);
    expect(packet).toMatchObject({ indev: 0, start: 0, end: 0, wireLength: 0 });
  });

  it('stays within its message whatever the lengths in it say', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(255), fc.nat(140), (at, value, length) => {
        const bytes = packetMessage();
        bytes[at % bytes.length] = value;
        const limit = Math.min(length, bytes.length);
        for (let from = 0, turns = 0; turns < 100; turns += 1) {
          const message = messageAt(bytes, from, limit);
          if (message === null) return;
          expect(message.end).toBeLessThanOrEqual(limit);
          eachAttribute(bytes, message, (_, start, end) => {
            expect(start).toBeLessThanOrEqual(end);
            expect(end).toBeLessThanOrEqual(message.end);
          });
          expect(afterMessage(message)).toBeGreaterThan(from);
          from = afterMessage(message);
        }
      }),
    );
  });
});

it('verdicts name the packet, all up to it, or its replacement', () => {
  const verdicts = createVerdicts(4118);
  expect(verdicts.one(NF_DROP, 0x01020304).toString('hex')).toBe(
    `20000000${'0103'}0100${'00000000'.repeat(2)}00001016${'0c000200'}0000000001020304`,
  );
  expect(verdicts.upTo(NF_ACCEPT, 5).toString('hex').slice(8, 12)).toBe('0303');
  const replaced = verdicts.replace(NF_ACCEPT, 9, payload);
  const found: [number, string][] = [];
  eachAttribute(replaced, first(replaced), (type, start, end) =>
    found.push([type, replaced.toString('latin1', start, end)]),
  );
  expect(found).toEqual([
    [2, '\0\0\0\x01\0\0\0\x09'],
    [10, payload.toString('latin1')],
  ]);
});
