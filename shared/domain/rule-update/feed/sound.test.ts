import { expect, it } from 'vitest';
import { checkSound } from './sound.ts';

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
  expect(checkSound('feed', now, before).ok).toBe(sound);
});

it('the first time nothing is there to shrink from', () => {
  expect(checkSound('feed', { a: 1 }, {}).ok).toBe(true);
});

it('the share is the operator’s to set', () => {
  expect(checkSound('feed', { a: 10 }, { a: 100 }, 0.9).ok).toBe(true);
});
