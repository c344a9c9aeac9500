import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetwork, siteOf, within } from './network.ts';

const inside = (address: string, range: string): boolean => {
  const [inner, outer] = [parseNetwork(address), parseNetwork(range)];
  if (!inner || !outer) throw new Error(`cannot read ${address} or ${range}`);
  return within(inner, outer);
};

describe('ranges', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24', true],
    ['192.0.3.7', '192.0.2.0/24', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.8', '192.0.2.7', false],
    ['203.0.113.9', '0.0.0.0/0', true],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['192.0.2.7', '::/0', false],
    ['::ffff:192.0.2.7', '192.0.2.0/24', true],
    ['192.0.2.7', '::ffff:192.0.2.0/120', true],
    ['192.0.3.7', '::ffff:192.0.2.0/120', false],
    ['2001:db8:0:1::5', '2001:db8:0:1::/64', true],
    ['2001:db8:0:2::5', '2001:db8:0:1::/64', false],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
    ['192.0.2.200', '192.0.2.129/25', true],
    ['192.0.2.0/23', '192.0.2.0/24', false],
  ])('%s in %s: %s', (address, range, expected) => {
    expect(inside(address, range)).toBe(expected);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/-1',
    '1.2.3.4/8/8',
    '::/129',
    '::ffff:1.2.3.4/95',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    'g::',
    '::1.2.3',
    `${'0:'.repeat(5000)}`,
  ])('does not read %j', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it('puts every IPv4 address into the ranges that its own leading bits name, and no other', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.nat({ max: 32 }), (a, b, bits) => {
        const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
        const size = 2 ** (32 - bits);
        const same = Math.floor(number(a) / size) === Math.floor(number(b) / size);
        expect(inside(a, `${b}/${bits}`)).toBe(same);
      }),
    );
  });

  it('reads every IPv6 spelling', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(parseNetwork(text)).toBeDefined();
      }),
    );
  });

  it('takes a whole /64 for one site', () => {
    expect(siteOf('2001:db8::1')).toBe(siteOf('2001:db8::ffff:1'));
    expect(siteOf('2001:db8::1')).not.toBe(siteOf('2001:db8:0:1::1'));
    expect(siteOf('192.0.2.1')).toBe('192.0.2.1');
    expect(siteOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(siteOf('::ffff:c000:201')).toBe('192.0.2.1');
    expect(siteOf('nonsense')).toBe('unknown');
  });
});
