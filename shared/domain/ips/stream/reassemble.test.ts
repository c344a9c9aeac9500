import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/conversation.ts';
import { Half } from './half.ts';
import { skipGap, takeSegment } from './reassemble.ts';

class Receiver {
  readonly half = new Half();
  text = '';

  constructor() {
    this.half.open(0xffff_fff0);
  }

  take(position: number, data: string, room = 1000): string {
    return takeSegment(this.half, position, bytesOf(data), 0, data.length, room, this.#deliver);
  }

  skip(position: number): void {
    skipGap(this.half, position, this.#deliver);
  }

  readonly #deliver = (bytes: Uint8Array, from: number, to: number, position: number): void => {
    expect(position).toBe(this.text.length);
    this.text += String.fromCharCode(...bytes.subarray(from, to));
  };
}

describe('reassembly', () => {
  it('delivers pieces of a text in any order, overlapping and repeated, once and in order', () => {
    const text = 'the quick brown fox jumps over the lazy dog';
    const piece = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const receiver = new Receiver();
        for (const [at, size] of pieces) expect(receiver.take(at, text.slice(at, at + size))).toBe('taken');
        expect(text.startsWith(receiver.text)).toBe(true);
        for (let at = text.length - 1; at >= 0; at--) receiver.take(at, text[at]!);
        expect(receiver.text).toBe(text);
        expect([receiver.half.early.length, receiver.half.earlyBytes]).toEqual([0, 0]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['delivered bytes', 0, 'abX'],
    ['part of them', 2, 'Xde'],
    ['early bytes', 6, 'Xh'],
  ])('a difference to %s is a conflict and changes nothing', (_name, position, data) => {
    const receiver = new Receiver();
    receiver.take(0, 'abcd');
    receiver.take(6, 'gh');
    expect(receiver.take(position, data)).toBe('conflict');
    receiver.take(4, 'ef');
    expect(receiver.text).toBe('abcdefgh');
  });

  it('holds no more than there is room for', () => {
    const receiver = new Receiver();
    expect(receiver.take(0, 'abcd', 3)).toBe('no-room');
    expect(receiver.take(5, 'x'.repeat(10), 8)).toBe('no-room');
    expect(receiver.half.held).toBe(0);
  });

  it('positions follow sequence numbers over the wrap', () => {
    const { half } = new Receiver();
    expect(half.positionOf(0xffff_fff0)).toBe(0);
    expect(half.positionOf(4)).toBe(20);
    half.delivered = 2 ** 33;
    expect(half.positionOf((0xffff_fff0 + 7) >>> 0)).toBe(2 ** 33 + 7);
  });
});
