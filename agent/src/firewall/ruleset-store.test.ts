import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRulesetStore, type Pending } from './ruleset-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mvp-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const change = (hash: string, token: string): Pending => ({
  token,
  ruleset: { hash, text: `table ${hash}`, hostFilter: 'keep' },
  watchdog: 1,
  since: 5,
});

it('remembers a change across a restart until it is confirmed', () => {
  createRulesetStore(dir).prepare(change('a', '01'), 'undo a');
  const store = createRulesetStore(dir);
  expect(store.pending()).toEqual(change('a', '01'));
  expect(store.confirmed()).toBeNull();
  expect(readFileSync(store.rollbackFile('01'), 'utf8')).toBe('undo a');
  expect(store.confirm('01')).toBe(true);
  expect(createRulesetStore(dir).confirmed()).toEqual(change('a', '01').ruleset);
  expect(store.pending()).toBeNull();
  expect(readdirSync(dir)).toEqual(['confirmed.json']);
  expect(statSync(join(dir, 'confirmed.json')).mode & 0o777).toBe(0o600);
});

it('lets exactly one of confirming and rolling back win', () => {
  const store = createRulesetStore(dir);
  store.prepare(change('a', '01'), '');
  expect(store.claimRollBack('01', 'told to', 9)).toBe(true);
  expect(store.confirm('01')).toBe(false);
  expect(store.rolledBack()).toEqual({ hash: 'a', reason: 'told to', at: 9 });
  store.prepare(change('b', '02'), '');
  expect(store.confirm('02')).toBe(true);
  expect(store.claimRollBack('02', 'late', 9)).toBe(false);
  expect(store.rolledBack()).toBeNull();
});

it('takes note of what the watchdog took back, once', () => {
  const store = createRulesetStore(dir);
  store.prepare(change('a', '01'), 'undo');
  renameSync(store.pendingFile('01'), store.expiredFile);
  expect(store.confirm('01')).toBe(false);
  store.noteExpired(7);
  store.noteExpired(8);
  expect(store.rolledBack()).toMatchObject({ hash: 'a', at: 7 });
  expect(existsSync(store.rollbackFile('01'))).toBe(false);
});

it('forgets a withdrawn change without holding it against its content', () => {
  const store = createRulesetStore(dir);
  store.prepare(change('a', '01'), '');
  expect(store.withdraw('01')).toBe(true);
  expect(store.withdraw('01')).toBe(false);
  expect([store.pending(), store.rolledBack(), store.confirmed()]).toEqual([null, null, null]);
  expect(readdirSync(dir)).toEqual([]);
});

it('reads a damaged file as none', () => {
  const store = createRulesetStore(dir);
  store.prepare(change('a', '01'), '');
  store.confirm('01');
  renameSync(join(dir, 'confirmed.json'), join(dir, 'x'));
  expect(store.confirmed()).toBeNull();
});
