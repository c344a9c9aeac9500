import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FeedLine, lineReader } from './line-reader.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (parts: readonly Uint8Array[], longest = 100): FeedLine[] => {
  const reader = lineReader(longest);
  return [...parts.flatMap((part) => reader.push(part)), ...reader.end()];
};

it('gives the same lines however the bytes were cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 30 })),
      fc.integer({ min: 1, max: 9 }),
      (lines, size) => {
        const whole = bytes(lines.map((line) => line.replace(/[\r\n]/g, '')).join('\n'));
        const parts: Uint8Array[] = [];
        for (let at = 0; at < whole.length; at += size) parts.push(whole.subarray(at, at + size));
        expect(read(parts, 200)).toEqual(read([whole], 200));
      },
    ),
  );
});

it('passes a line that is too long by, and reads on', () => {
  expect(read([bytes('a'.repeat(60)), bytes('a'.repeat(60)), bytes('\nnext\r\nlast')])).toEqual([
    { broken: 'too long' },
    { text: 'next' },
    { text: 'last' },
  ]);
});

it('breaks a line that is not UTF-8 alone', () => {
  expect(read([Uint8Array.of(0xff, 0xfe, 0x0a, 0x61, 0x0a)])).toEqual([
    { broken: 'not UTF-8' },
    { text: 'a' },
  ]);
});
