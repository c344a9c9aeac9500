import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayConnectTo, readRanges } from './public.ts';

describe('the plane connects to', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '198.20.0.1',
    '223.255.255.255',
    '::ffff:8.8.8.8',
    '2606:4700:4700::1111',
    '2400:cb00::1',
    '2002:808:808::1',
    '64:ff9b::8.8.8.8',
  ])('%s', (address) => expect(mayConnectTo(address)).toBe(true));
});

describe('the plane does not connect to', () => {
  it.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local', '169.254.1.1'],
    ['metadata', '169.254.169.254'],
    ['metadata of containers', '169.254.170.2'],
    ['protocol assignments', '192.0.0.8'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['6to4 relay', '192.88.99.1'],
    ['benchmarks', '198.18.0.1'],
    ['benchmarks', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['link-local', 'fe80::1'],
    ['link-local with zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['unique local', 'fc00::1'],
    ['metadata', 'fd00:ec2::254'],
    ['multicast', 'ff02::1'],
    ['discard only', '100::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped metadata', '::ffff:a9fe:a9fe'],
    ['translated loopback', '::ffff:0:127.0.0.1'],
    ['compatible loopback', '::127.0.0.1'],
    ['6to4 of private', '2002:a00:1::1'],
    ['6to4 of metadata', '2002:a9fe:a9fe::'],
    ['NAT64 of loopback', '64:ff9b::127.0.0.1'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['local NAT64', '64:ff9b:1::8.8.8.8'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['a range', '8.8.8.0/24'],
    ['octal', '0177.0.0.1'],
    ['hexadecimal', '0x7f.0.0.1'],
    ['a number', '2130706433'],
    ['short', '127.1'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('%s %s', (_, address) => expect(mayConnectTo(address)).toBe(false));

  it('a private IPv4 address in whichever IPv6 clothes', () => {
    const part = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(part, part, part, (b, c, d) => {
        const group = (high: number, low: number) => ((high << 8) | low).toString(16);
        const [first, second] = [group(10, b), group(c, d)];
        for (const text of [
          `10.${b}.${c}.${d}`,
          `::ffff:10.${b}.${c}.${d}`,
          `::ffff:${first}:${second}`,
          `::${first}:${second}`,
          `2002:${first}:${second}::`,
          `2002:${first}:${second}::1`,
          `64:ff9b::${first}:${second}`,
        ]) {
          expect(mayConnectTo(text), text).toBe(false);
        }
      }),
    );
  });
});

describe('allowed ranges', () => {
  const allowed = readRanges('127.0.0.0/8, ::1/128');

  it.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['10.0.0.1', false],
    ['169.254.169.254', false],
    ['8.8.8.8', true],
  ])('%s: %s', (address, expected) => expect(mayConnectTo(address, allowed)).toBe(expected));

  it('nothing is allowed by nothing', () => expect(readRanges(' ')).toEqual([]));
  it('a wrong range is an error', () => expect(() => readRanges('127.0.0.0/8 loopback')).toThrow('loopback'));
});
