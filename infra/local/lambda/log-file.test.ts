import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { logFile } from './log-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'mvp-log-'));
afterAll(() => rmSync(dir, { recursive: true }));

it('appends, and keeps one predecessor when it is full', () => {
  const log = logFile(dir, 'fn');
  log.write(Buffer.from('first\n'));
  log.write(Buffer.alloc(5 * 1024 * 1024, 'x'));
  log.close();
  expect(readFileSync(join(dir, 'fn.log.old'), 'utf8')).toBe('first\n');
  expect(statSync(join(dir, 'fn.log')).size).toBe(5 * 1024 * 1024);
});

it.runIf(process.platform === 'linux')('goes on without what a full disk does not take', () => {
  symlinkSync('/dev/full', join(dir, 'full.log'));
  const log = logFile(dir, 'full');
  expect(() => log.write(Buffer.from('a line\n'))).not.toThrow();
  log.close();
});
