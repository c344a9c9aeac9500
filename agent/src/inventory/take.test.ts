import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inventory as inventorySchema } from '../../../shared/schema/agent/inventory.ts';
import { takeInventory } from './take.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inventory-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const link = (path: string, target: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
};

it('a host with dpkg: packages, who listens, what runs in which service', async () => {
  put('etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
  put(
    'var/lib/dpkg/status',
    'Package: nginx-core\nStatus: install ok installed\nSource: nginx\nVersion: 1.22.1-9\n',
  );
  put('var/lib/dpkg/info/nginx-core.list', '/.\n/usr\n/usr/sbin\n/usr/sbin/nginx\n');
  put('var/lib/dpkg/info/bash:amd64.list', '/bin/bash\n');
  put(
    'proc/net/tcp',
    'head\n 0: 00000000:0050 00000000:0000 0A 0:0 0:0 0 0 0 77 1\n 1: 00000000:1F90 00000000:0000 0A 0:0 0:0 0 0 0 78 1\n',
  );
  for (const pid of ['10', '11']) {
    link(`proc/${pid}/exe`, '/usr/sbin/nginx');
    put(`proc/${pid}/cgroup`, '0::/system.slice/nginx.service\n');
    link(`proc/${pid}/fd/6`, 'socket:[77]');
  }
  link('proc/12/exe', '/opt/app/server (deleted)');
  link('proc/12/fd/3', 'socket:[78]');
  link('proc/13/exe', '/usr/bin/redis');
  put('proc/13/cgroup', '0::/docker/abcdef\n');
  link('proc/14/exe', '/usr/bin/bash');
  put('proc/15/comm', 'kthread');

  const taken = await takeInventory({ root });
  expect(inventorySchema.parse(taken)).toEqual(taken);
  expect(taken).toMatchObject({
    os: { id: 'debian', versionID: '12' },
    packageFormat: 'deb',
    packages: [{ name: 'nginx-core', version: '1.22.1-9', source: 'nginx', sourceVersion: '1.22.1-9' }],
    listeners: [
      { protocol: 'tcp', port: 80, address: '0.0.0.0', executable: '/usr/sbin/nginx', package: 'nginx-core' },
      { protocol: 'tcp', port: 8080, address: '0.0.0.0', executable: '/opt/app/server' },
    ],
    processes: [
      { executable: '/opt/app/server' },
      { executable: '/usr/bin/bash', package: 'bash' },
      { executable: '/usr/sbin/nginx', package: 'nginx-core' },
    ],
    services: ['nginx'],
  });
  expect(await takeInventory({ root })).toEqual(taken);
});

it('a host with apk', async () => {
  put('etc/os-release', 'ID=alpine\nVERSION_ID=3.19.1\n');
  put('lib/apk/db/installed', 'P:nginx\nV:1.24.0-r15\no:nginx\nF:usr/sbin\nR:nginx\n');
  link('proc/9/exe', '/usr/sbin/nginx');
  put('run/openrc/started/nginx', '');
  expect(await takeInventory({ root })).toMatchObject({
    packageFormat: 'apk',
    packages: [{ name: 'nginx', version: '1.24.0-r15' }],
    processes: [{ executable: '/usr/sbin/nginx', package: 'nginx' }],
    services: ['nginx'],
  });
});

it('an empty root is a host without anything', async () => {
  expect(await takeInventory({ root })).toMatchObject({ packageFormat: 'none', packages: [], listeners: [] });
});

it('ends when it is told to', async () => {
  link('proc/9/exe', '/usr/sbin/nginx');
  await expect(takeInventory({ root, signal: AbortSignal.abort() })).rejects.toThrow();
});
