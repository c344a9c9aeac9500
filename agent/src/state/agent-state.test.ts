import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openState } from './agent-state.ts';
import { lockDirectory } from './lock.ts';
import { machineHash } from './machine.ts';

it('makes its directory for its owner only and keeps contents by hash', () => {
  const parent = mkdtempSync(join(tmpdir(), 'mvp-state-'));
  const state = openState(join(parent, 'deep', 'state'));
  expect(statSync(state.directory).mode & 0o777).toBe(0o700);
  state.contents.write('a'.repeat(64), Buffer.from('one'));
  state.contents.write('b'.repeat(64), Buffer.from('two'));
  state.contents.keepOnly(['b'.repeat(64)]);
  expect(state.contents.read('a'.repeat(64))).toBeUndefined();
  expect(Buffer.from(state.contents.read('b'.repeat(64)) ?? []).toString()).toBe('two');
  rmSync(parent, { recursive: true });
});

it('lets one holder at a time have the directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mvp-state-'));
  const held = lockDirectory(directory);
  expect(held).toBeDefined();
  expect(lockDirectory(directory)).toBeUndefined();
  held?.release();
  const again = lockDirectory(directory);
  expect(again).toBeDefined();
  again?.release();
  rmSync(directory, { recursive: true });
});

it('tells machines apart, and the same machine is the same each time', () => {
  const [one, other] = ['id-of-one', 'id-of-other'].map((id) => {
    const root = mkdtempSync(join(tmpdir(), 'mvp-machine-'));
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc/machine-id'), `${id}\n`);
    return root;
  }) as [string, string];
  expect(machineHash(one)).toBe(machineHash(one));
  expect(machineHash(one)).not.toBe(machineHash(other));
  expect(machineHash(one)).toHaveLength(43);
  for (const root of [one, other]) rmSync(root, { recursive: true });
});
