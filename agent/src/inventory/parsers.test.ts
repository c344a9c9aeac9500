import { describe, expect, it } from 'vitest';
import { parseApkDatabase } from './apk.ts';
import { parseDpkgStatus } from './dpkg.ts';
import { readOs } from './os-release.ts';
import { parseRpmList, parseRpmOwners } from './rpm.ts';
import { parseSockets } from './sockets.ts';

describe('dpkg', () => {
  const one = (lines: string) =>
    parseDpkgStatus(`Package: nginx-core\nStatus: install ok installed\nVersion: 1.22.1-9\n${lines}`);
  it.each([
    ['its own source', '', { source: 'nginx-core', sourceVersion: '1.22.1-9' }],
    ['a source', 'Source: nginx', { source: 'nginx', sourceVersion: '1.22.1-9' }],
    [
      'a source of another version',
      'Source: nginx (1.22.1-8)',
      { source: 'nginx', sourceVersion: '1.22.1-8' },
    ],
  ])('%s', (_what, line, source) => {
    expect(one(line)).toEqual([{ name: 'nginx-core', version: '1.22.1-9', ...source }]);
  });

  it.each([
    ['install ok installed', 1],
    ['hold ok installed', 1],
    ['deinstall ok config-files', 0],
    ['purge ok not-installed', 0],
    ['install ok half-configured', 1],
  ])('%s: %i', (status, count) => {
    expect(parseDpkgStatus(`Package: a\nStatus: ${status}\nVersion: 1\n`)).toHaveLength(count);
  });

  it('a description does not pass as fields', () => {
    const text =
      'Package: a\nStatus: install ok installed\nVersion: 1\nDescription: x\n Package: b\n Version: 9\n\n\nPackage: c\nStatus: install ok installed\nVersion: 2\n';
    expect(parseDpkgStatus(text).map(({ name, version }) => [name, version])).toEqual([
      ['a', '1'],
      ['c', '2'],
    ]);
  });
});

it('apk: packages with their origin, and whose files are', () => {
  const text =
    'C:Q1x=\nP:nginx\nV:1.24.0-r15\no:nginx\nF:usr\nF:usr/sbin\nR:nginx\na:0:0:755\n\nP:nginx-mod-x\nV:1.24.0-r15\no:nginx\n\nP:musl\nV:1.2-r0\n';
  const { packages, owners } = parseApkDatabase(text, new Set(['usr/sbin/nginx', 'usr/sbin/other']));
  expect(packages).toEqual([
    { name: 'nginx', version: '1.24.0-r15', source: 'nginx', sourceVersion: '1.24.0-r15' },
    { name: 'nginx-mod-x', version: '1.24.0-r15', source: 'nginx', sourceVersion: '1.24.0-r15' },
    { name: 'musl', version: '1.2-r0', source: 'musl', sourceVersion: '1.2-r0' },
  ]);
  expect([...owners]).toEqual([['usr/sbin/nginx', 'nginx']]);
});

it('rpm: epochs, sources, keys left out; owners line by line', () => {
  const text =
    'openssl-libs\t1:1.1.1k-5.el8_5\topenssl-1.1.1k-5.el8_5.src.rpm\nbash\t0:4.4.20-2.el8\tbash-4.4.20-2.el8.src.rpm\ngpg-pubkey\t0:1-1\t(none)\n';
  expect(parseRpmList(text)).toEqual([
    { name: 'openssl-libs', version: '1:1.1.1k-5.el8_5', source: 'openssl' },
    { name: 'bash', version: '4.4.20-2.el8', source: 'bash' },
  ]);
  const owners = parseRpmOwners('bash\nfile /opt/x is not owned by any package\nhttpd\n', [
    '/bin/bash',
    '/opt/x',
    '/usr/sbin/httpd',
  ]);
  expect([...owners]).toEqual([
    ['/bin/bash', 'bash'],
    ['/usr/sbin/httpd', 'httpd'],
  ]);
});

describe('/proc/net', () => {
  const line = (local: string, remote: string, state: string) =>
    `  sl  local_address rem_address   st\n   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100\n`;
  it.each([
    ['tcp', '0100007F:0050', '00000000:0000', '0A', [['127.0.0.1', 80]]],
    ['tcp', '0100007F:0050', '0100007F:9999', '01', []],
    [
      'tcp',
      '00000000000000000000000000000000:01BB',
      '00000000000000000000000000000000:0000',
      '0A',
      [['::', 443]],
    ],
    [
      'tcp',
      '00000000000000000000000001000000:01BB',
      '00000000000000000000000000000000:0000',
      '0A',
      [['::1', 443]],
    ],
    ['udp', '00000000:0035', '00000000:0000', '07', [['0.0.0.0', 53]]],
    ['udp', '00000000:0035', '0100007F:0035', '01', []],
    ['tcp', 'nonsense', '00000000:0000', '0A', []],
  ] as const)('%s %s', (protocol, local, remote, state, expected) => {
    const found = parseSockets(line(local, remote, state), protocol);
    expect(found.map(({ address, port }) => [address, port])).toEqual(expected);
    for (const { inode } of found) expect(inode).toBe('4242');
  });
});

it.each([
  ['ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', 'debian', '12'],
  ["ID='alpine'\nVERSION_ID=3.19.1\n", 'alpine', '3.19.1'],
  ['NAME=x\n', '', ''],
])('os-release %j', (text, id, versionID) => {
  expect(readOs(text)).toMatchObject({ id, versionID });
});
