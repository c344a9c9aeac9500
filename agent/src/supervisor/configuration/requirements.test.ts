import { expect, it } from 'vitest';
import { unmetRequirements } from './requirements.ts';

const MB = 1024 * 1024;
const good = { platform: 'linux', kernel: '6.1.0-18-amd64', memory: 512 * MB, disk: 1000 * MB, uid: 0 };

it('finds nothing wrong with a small Linux host', () => {
  expect(unmetRequirements(good)).toEqual([]);
});

it.each([
  [{ platform: 'darwin' }, 'Only Linux'],
  [{ kernel: '3.10.0-1160.el7' }, 'older than 4.18'],
  [{ kernel: '4.9.1' }, 'older than 4.18'],
  [{ uid: 1000 }, 'not root'],
  [{ memory: 100 * MB }, '100 MB of memory'],
  [{ disk: 10 * MB }, '10 MB free'],
])('says what is missing with %o', (change, words) => {
  expect(unmetRequirements({ ...good, ...change })).toEqual([expect.stringContaining(words)]);
});
