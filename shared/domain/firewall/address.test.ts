import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddressInterval,
  formatAddress,
  mergeIntervals,
  parseAddress,
  parseInterval,
} from './address.ts';

describe('addresses', () => {
  it.each([
    ['0.0.0.0', 4, 0n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['1::', 6, 1n << 112n],
    ['2001:db8:0:0:0:0:0:1', 6, (0x20010db8n << 96n) | 1n],
    ['::ffff:1.2.3.4', 6, 0xffff01020304n],
  ] as const)('%s', (text, version, value) => expect(parseAddress(text)).toEqual({ version, value }));

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.-4',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'g::',
    '12345::',
    '::1%lo',
    '1:2:3:4:5:6:7::8',
    `${'0'.repeat(99)}::`,
  ])('%s is none', (text) => expect(parseAddress(text)).toBeNull());

  it('reads what it writes', () => {
    const value = fc.oneof(
      fc.bigInt(0n, 2n ** 32n - 1n).map((v) => ({ version: 4 as const, value: v })),
      fc.bigInt(0n, 2n ** 128n - 1n).map((v) => ({ version: 6 as const, value: v })),
    );
    fc.assert(
      fc.property(value, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseInterval(text)));
  });

  it('merges to disjoint intervals that cover the same', () => {
    const interval = fc
      .tuple(fc.constantFrom(4 as const, 6 as const), fc.bigInt(0n, 60n), fc.bigInt(0n, 9n))
      .map(([version, from, size]): AddressInterval => ({ version, from, to: from + size }));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 12 }), (intervals) => {
        const merged = mergeIntervals(intervals);
        const covers = (list: readonly AddressInterval[], version: 4 | 6, at: bigint): number =>
          list.filter((one) => one.version === version && one.from <= at && at <= one.to).length;
        for (const version of [4, 6] as const) {
          for (let at = 0n; at < 72n; at += 1n) {
            expect(covers(merged, version, at)).toBe(Math.min(1, covers(intervals, version, at)));
          }
        }
      }),
    );
  });
});
