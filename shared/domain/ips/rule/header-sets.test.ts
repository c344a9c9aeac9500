import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText } from '../decode/address-text.ts';
import { addressIn, parseAddress, parseAddresses } from './address.ts';
import { parsePorts, portIn } from './ports.ts';

describe('ports', () => {
  it.each([
    ['any', [0, 80, 65535], []],
    ['80', [80], [79, 81]],
    ['1024:', [1024, 65535], [1023]],
    [':1023', [0, 1023], [1024]],
    ['20:25', [20, 25], [19, 26]],
    ['!80', [79, 81], [80]],
    ['[80,443]', [80, 443], [81]],
    ['[1:100,!50:60]', [1, 49, 61, 100], [50, 60, 101]],
    ['[1:1000,![5,6]]', [4, 7], [5, 6]],
    ['[!80,!443]', [1, 8080], [80, 443]],
    ['$HTTP_PORTS', [80], [8080]],
    ['!$HTTP_PORTS', [8080], [80]],
    ['[$HTTP_PORTS,8000:8010]', [80, 8005], [81]],
  ])('%s', (text, inside, outside) => {
    const result = parsePorts(text);
    if (!result.ok) throw new Error(result.reason);
    expect(inside.filter((port) => !portIn(result.ports, port))).toEqual([]);
    expect(outside.filter((port) => portIn(result.ports, port))).toEqual([]);
  });

  it.each(['', ':', '65536', '5:4', 'http', '[1,,2]', '[1', '!any', '$NOPE', '[[[[[[[[[[1]]]]]]]]]]'])(
    'refuses %s',
    (text) => {
      expect(parsePorts(text).ok).toBe(false);
    },
  );
});

describe('addresses', () => {
  it.each([
    ['10.0.0.0/8', ['10.1.2.3'], ['11.0.0.0', '::a00:1']],
    ['10.0.0.0/255.0.0.0', ['10.1.2.3'], ['11.0.0.0']],
    ['!10.0.0.0/8', ['11.0.0.0', '2001:db8::1'], ['10.1.2.3']],
    ['[10.0.0.0/8,!10.1.0.0/16,192.168.1.1]', ['10.2.0.1', '192.168.1.1'], ['10.1.2.3', '192.168.1.2']],
    ['2001:db8::/33', ['2001:db8:7fff::1'], ['2001:db8:8000::1', '10.0.0.1']],
    ['::/0', ['2001::1'], ['1.2.3.4']],
    ['$HOME_NET', ['1.2.3.4', '::1'], []],
    ['[$EXTERNAL_NET,!1.2.3.4]', ['1.2.3.5'], ['1.2.3.4']],
  ])('%s', (text, inside, outside) => {
    const result = parseAddresses(text);
    if (!result.ok) throw new Error(result.reason);
    const has = (address: string): boolean => {
      const { v6, words } = parseAddress(address)!;
      return addressIn(result.set, v6, Uint32Array.from(words), 0);
    };
    expect(inside.filter((address) => !has(address))).toEqual([]);
    expect(outside.filter(has)).toEqual([]);
  });

  it.each([
    '!any',
    '!$HOME_NET',
    '1.2.3',
    '1.2.3.4/33',
    '1.2.3.4/255.0.255.0',
    '1::2::3',
    '12345::',
    '[1.2.3.4',
    '',
  ])('refuses %s', (text) => {
    expect(parseAddresses(text).ok).toBe(false);
  });

  it('an address reads back from its text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffffffff), { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        fc.nat(15),
        (random, v6, zeros) => {
          const words = random.map((word, at) => ((zeros >> at) & 1 ? 0 : word));
          const address = v6 ? words : [0, 0, 0, words[3]!];
          expect(parseAddress(addressText(v6, Uint32Array.from(address), 0))).toEqual({ v6, words: address });
        },
      ),
    );
  });

  it('canonical text (RFC 5952)', () => {
    const text = (address: string): string =>
      addressText(true, Uint32Array.from(parseAddress(address)!.words), 0);
    expect(text('2001:0DB8:0:0:1:0:0:1')).toBe('2001:db8::1:0:0:1');
    expect(text('0:0:0:0:0:0:0:0')).toBe('::');
    expect(text('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1');
  });
});
