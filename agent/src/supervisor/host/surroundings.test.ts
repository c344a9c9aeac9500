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
const put = (path: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
};

it('finds nothing on a plain host', () => {
  expect(lookAround(root)).toEqual({ containers: [], rebootRequired: false });
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
  expect(lookAround(root).containers).toEqual([name]);
});

it('a reboot is due while the file says so', () => {
  put('run/reboot-required');
  expect(lookAround(root).rebootRequired).toBe(true);
});
