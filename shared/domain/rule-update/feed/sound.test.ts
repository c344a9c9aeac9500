import { expect, it } from 'vitest';
import { checkSound, DEFAULT_MOST_LOST } from './sound.ts';

const before = { a: 100, b: 100, c: 100, d: 100, e: 100 };

it.each([
  ['the same', before, true],
  ['one fifth of the rules gone', { ...before, a: 0 }, true],
  ['a rule more gone', { ...before, a: 0, b: 99 }, false],
  ['one file of five gone, however large', { b: 100, c: 100, d: 100, e: 100 }, true],
  ['two files gone', { c: 100, d: 100, e: 100 }, false],
  ['grown', { ...before, f: 9000 }, true],
  ['empty', { a: 0 }, false],
  ['no files', {}, false],
])('%s', (_what, now, sound) => {
  expect(checkSound('feed', now, before, DEFAULT_MOST_LOST).ok).toBe(sound);
});

it('the first time nothing is there to shrink from', () => {
  expect(checkSound('feed', { a: 1 }, {}, DEFAULT_MOST_LOST).ok).toBe(true);
});

it.each([
  ['rules', { rules: 0.9, files: 0 }, { ...before, a: 1, b: 1, c: 1 }, true],
  ['rules, not files', { rules: 0.9, files: 0 }, { a: 100 }, false],
  ['files', { rules: 0, files: 0.9 }, { a: 100 }, true],
  ['files, not rules', { rules: 0, files: 0.9 }, { a: 99 }, false],
])('the shares are the operator’s to set: %s', (_what, most, now, sound) => {
  expect(checkSound('feed', now, before, most).ok).toBe(sound);
});

it('says the figures and what to do, and is taken as it is once the operator says so', () => {
  expect(checkSound('feed', { a: 100 }, before, DEFAULT_MOST_LOST)).toMatchObject({
    reason: 'shrunk',
    message:
      'feed: 1 of 5 files are left, 80 % are gone; 20 % may go at once (mostFilesLost). If that is right, import with acceptShrink: ["feed"].',
  });
  expect(checkSound('feed', { a: 1 }, before, undefined).ok).toBe(true);
  expect(checkSound('feed', {}, before, undefined).ok).toBe(false);
});
