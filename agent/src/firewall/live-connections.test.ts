import { expect, it } from 'vitest';
import { nameLiveConnections, parseSocketTable } from './live-connections.ts';

const HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const V4 = [
  '   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1',
  '   1: 01004D0A:0016 02004D0A:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1',
  '   2: 01004D0A:0050 02004D0A:C351 06 00000000:00000000 00:00000000 00000000     0        0 0 1',
  '   3: 0100007F:0050 0100007F:C352 01 00000000:00000000 00:00000000 00000000     0        0 3 1',
  '   4: garbage',
];
const V6 = [
  '   0: 000077FD000000000000000001000000:0016 000077FD000000000000000002000000:C353 08 0:0 0:0 0 0 0 4',
  '   1: 0000000000000000FFFF000001004D0A:0016 0000000000000000FFFF000002004D0A:C354 01 0:0 0:0 0 0 0 5',
];

it('reads living connections of both tables, IPv4 inside IPv6 as IPv4', () => {
  expect(parseSocketTable([HEADER, ...V4].join('\n'))).toEqual([
    { version: 4, local: '10.77.0.1', localPort: 22, remote: '10.77.0.2', remotePort: 50_000 },
    { version: 4, local: '127.0.0.1', localPort: 80, remote: '127.0.0.1', remotePort: 50_002 },
  ]);
  expect(parseSocketTable(V6.join('\n'))).toEqual([
    {
      version: 6,
      local: 'fd77:0:0:0:0:0:0:1',
      localPort: 22,
      remote: 'fd77:0:0:0:0:0:0:2',
      remotePort: 50_003,
    },
    { version: 4, local: '10.77.0.1', localPort: 22, remote: '10.77.0.2', remotePort: 50_004 },
  ]);
});

it('names them to nft once each, without loopback, and nothing when there are none', () => {
  const connections = parseSocketTable([...V4, ...V4].join('\n'));
  expect(nameLiveConnections(connections)).toBe(
    'add element inet mvp live4 { 10.77.0.1 . 22 . 10.77.0.2 . 50000 }\n',
  );
  expect(nameLiveConnections([])).toBe('');
});
