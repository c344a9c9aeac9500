import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from './lock.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Another process takes the lock, says whether it got it, and ends without giving it back. */
const elsewhere = (): string => {
  const source = `import { lockDataDir } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    console.log(lockDataDir(process.argv[1]).ok); process.kill(process.pid, 'SIGKILL');`;
  try {
    return execFileSync(process.execPath, ['--input-type=module', '-e', source, dir], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};

describe('lockDataDir', () => {
  it('belongs to one process at a time, and names it', () => {
    const lock = lockDataDir(dir);
    expect(lock.ok).toBe(true);
    expect(elsewhere()).toBe('false\n');
    expect(lockDataDir(dir)).toEqual({ ok: false, reason: 'in-use', pid: process.pid });
    if (lock.ok) lock.release();
    expect(elsewhere()).toBe('true\n');
  });

  it('is free again after its holder was killed', () => {
    expect(elsewhere()).toBe('true\n');
    const lock = lockDataDir(dir);
    expect(lock.ok).toBe(true);
    if (lock.ok) lock.release();
  });
});
