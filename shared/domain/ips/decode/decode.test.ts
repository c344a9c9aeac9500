import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conversation, ipDatagram, udpDatagram } from '../testing/conversation.ts';
import { decode, MALFORMED } from './decode.ts';
import { emptyPacket } from './packet.ts';

function changed(datagram: Uint8Array, change: (bytes: Uint8Array) => void): Uint8Array {
  const copy = datagram.slice();
  change(copy);
  return copy;
}

const tcp = new Conversation().client('hello');
const tcp6 = new Conversation({ v6: true }).client('hello');
const udp = udpDatagram('hello');

describe('decode', () => {
  it.each([
    ['TCP over IPv4', tcp, 6],
    ['TCP over IPv6', tcp6, 6],
    ['UDP', udp, 17],
  ])('%s', (_name, datagram, protocol) => {
    const packet = emptyPacket();
    expect(decode(datagram, packet)).toBe('whole');
    expect(packet.protocol).toBe(protocol);
    expect(String.fromCharCode(...datagram.subarray(packet.payloadStart, packet.payloadEnd))).toBe('hello');
  });

  it('skips IPv6 extension headers and Ethernet padding', () => {
    const inner = tcp6.subarray(40);
    const options = Uint8Array.from([6, 0, 0, 0, 0, 0, 0, 0]);
    const extended = ipDatagram(true, true, 0, Uint8Array.from([...options, ...inner]));
    const padded = Uint8Array.from([...extended, 0, 0, 0]);
    const packet = emptyPacket();
    expect(decode(padded, packet)).toBe('whole');
    expect([packet.sourcePort, packet.destinationPort, packet.payloadEnd]).toEqual([
      40_000,
      80,
      extended.length,
    ]);
  });

  it('follows IPv6 extension headers however many there are, as the kernel does', () => {
    const options = Uint8Array.from({ length: 60 * 8 }, (_, at) =>
      at % 8 === 0 ? (at === 59 * 8 ? 6 : 60) : 0,
    );
    const packet = emptyPacket();
    decode(ipDatagram(true, true, 60, Uint8Array.from([...options, ...tcp6.subarray(40)])), packet);
    expect([packet.protocol, packet.destinationPort]).toEqual([6, 80]);
  });

  it.each([
    ['nothing', new Uint8Array(0), MALFORMED.noIpHeader],
    ['version 5', changed(tcp, (bytes) => bytes.fill(0x55, 0, 1)), MALFORMED.unknownIpVersion],
    ['a cut IP header', tcp.subarray(0, 19), MALFORMED.noIpHeader],
    ['a header length below 20', changed(tcp, (bytes) => bytes.fill(0x44, 0, 1)), MALFORMED.noIpHeader],
    ['fewer bytes than the length says', tcp.subarray(0, 42), MALFORMED.datagramLength],
    ['the same in IPv6', tcp6.subarray(0, 62), MALFORMED.datagramLength],
    ['a cut TCP header', ipDatagram(false, true, 6, new Uint8Array(19)), MALFORMED.unreadableProtocolHeader],
    [
      'a TCP header length past the end',
      changed(tcp, (bytes) => bytes.fill(0xf0, 32, 33)),
      MALFORMED.tcpHeaderLength,
    ],
    [
      'a TCP header length below 20',
      changed(tcp, (bytes) => bytes.fill(0x40, 32, 33)),
      MALFORMED.tcpHeaderLength,
    ],
    [
      'a UDP length past the end',
      changed(udp, (bytes) => bytes.fill(0xff, 24, 26)),
      MALFORMED.transportLength,
    ],
    ['a fragment', changed(tcp, (bytes) => bytes.fill(0x20, 6, 7)), 'fragment'],
    ['an IPv6 fragment', ipDatagram(true, true, 44, Uint8Array.from([6, 0, 0, 1, 0, 0, 0, 0])), 'fragment'],
  ])('%s', (_name, datagram, expected) => {
    expect(decode(datagram, emptyPacket())).toBe(expected);
  });

  it('never names a payload outside of the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), fc.constantFrom(0x45, 0x4f, 0x60), (bytes, first) => {
        if (bytes.length > 0) bytes[0] = first;
        const packet = emptyPacket();
        if (decode(bytes, packet) !== 'whole') return;
        expect(packet.payloadStart).toBeLessThanOrEqual(packet.payloadEnd);
        expect(packet.payloadEnd).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 3000 },
    );
  });
});
