import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lookAround } from './surroundings.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'surroundings-'));
});
afterEach(() => rmSync(root, { recursive: true }));
const put = (path: string, text = '') => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

it('finds nothing on a plain host', () => {
  expect(lookAround(root, {})).toEqual({ containers: [], rebootRequired: false, proxy: false });
});

it.each([
  ['run/docker.sock', 'docker'],
  ['run/containerd/containerd.sock', 'containerd'],
  ['run/k3s/containerd/containerd.sock', 'containerd'],
  ['run/crio/crio.sock', 'cri-o'],
  ['run/libpod/alive', 'podman'],
  ['var/lib/kubelet/config.yaml', 'kubelet'],
])('%s means %s', (path, name) => {
  put(path);
  expect(lookAround(root, {}).containers).toEqual([name]);
});

it('a reboot is due while the file says so', () => {
  put('run/reboot-required');
  expect(lookAround(root, {}).rebootRequired).toBe(true);
});

it.each<[string, string, NodeJS.ProcessEnv, boolean]>([
  ['the system names one', 'PATH=/bin\nHTTPS_PROXY="http://proxy.example:3128"\n', {}, true],
  ['it is exported in small letters', 'export https_proxy=http://proxy.example', {}, true],
  ['the agent was given one', '', { https_proxy: 'http://proxy.example' }, true],
  ['it is switched off', '# https_proxy=http://old\nhttps_proxy=\n', {}, false],
  ['only plain HTTP has one', 'http_proxy=http://proxy.example', {}, false],
])('a proxy: %s', (_, text, environment, proxy) => {
  put('etc/environment', text);
  expect(lookAround(root, environment).proxy).toBe(proxy);
});
