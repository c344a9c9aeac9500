import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { openDocument } from './document.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mvp-state-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const schema = z.object({ n: z.number() });
const open = (version = 1) => openDocument(directory, 'thing', version, schema);
const file = () => join(directory, 'thing.json');

it('keeps what was written, for its owner only', () => {
  open().write({ n: 1 });
  expect(open().read()).toEqual({ found: 'current', value: { n: 1 } });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

it('is empty before the first write and after a removal', () => {
  expect(open().read()).toEqual({ found: 'nothing' });
  open().write({ n: 1 });
  open().write({ n: 2 });
  open().remove();
  expect(open().read()).toEqual({ found: 'nothing' });
});

it.each([
  ['cut off', (text: string) => text.slice(0, -20)],
  ['emptied', () => ''],
  ['changed in its value', (text: string) => text.replace('\\"n\\":2', '\\"n\\":9')],
])('falls back to the copy before when the file is %s', (_how, damage) => {
  open().write({ n: 1 });
  open().write({ n: 2 });
  writeFileSync(file(), damage(readFileSync(file(), 'utf8')));
  expect(open().read()).toEqual({ found: 'previous', value: { n: 1 } });
});

it('does not let a damaged file push out the last good copy', () => {
  open().write({ n: 1 });
  open().write({ n: 2 });
  writeFileSync(file(), 'torn');
  open().write({ n: 3 });
  writeFileSync(file(), 'torn again');
  expect(open().read()).toEqual({ found: 'previous', value: { n: 1 } });
});

it('does not take another version’s file for its own, nor for nothing', () => {
  open(2).write({ n: 1 });
  expect(open(1).read()).toMatchObject({
    found: 'damaged',
    message: expect.stringContaining('another version'),
  });
});
