import { expect, it } from 'vitest';
import type { Listener } from './inventory.ts';
import { isTls } from './tls.ts';

it.each<[string, number, Listener['seen'], boolean]>([
  ['nothing was seen on a port for TLS', 443, undefined, true],
  ['nothing was seen on another port', 8081, undefined, false],
  ['no connection was seen', 443, { tls: 0, plain: 0 }, true],
  ['plain on a port for TLS', 443, { tls: 0, plain: 8 }, false],
  ['TLS on a port for TLS, once', 443, { tls: 1, plain: 0 }, true],
  ['TLS on another port', 8081, { tls: 16, plain: 0 }, true],
  ['TLS on another port, too seldom to be sure', 8081, { tls: 8, plain: 0 }, false],
  ['TLS and a scanner', 8081, { tls: 512, plain: 16 }, true],
  ['both', 8081, { tls: 512, plain: 256 }, false],
  ['mostly TLS on a port for TLS, with much else', 443, { tls: 64, plain: 8 }, false],
])('%s', (_what, port, seen, expected) => {
  expect(isTls({ protocol: 'tcp', port, address: '::', seen })).toBe(expected);
});

it('nothing over UDP is taken for TLS', () => {
  expect(isTls({ protocol: 'udp', port: 443, address: '::' })).toBe(false);
});
