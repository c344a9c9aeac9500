import { expect, it } from 'vitest';
import { bytesOf } from '../testing/conversation.ts';
import { parseLiteral } from './literal.ts';

it.each([
  ['"abc"', 'abc', false],
  ['!"abc"', 'abc', true],
  ['"a|20 3b|b"', 'a ;b', false],
  ['"|0d0A|"', '\r\n', false],
  ['"a\\"b\\\\c\\;d\\:e"', 'a"b\\c;d:e', false],
  ['"é"', '\xc3\xa9', false],
  ['"a||b"', 'ab', false],
])('%s', (value, text, negated) => {
  expect(parseLiteral(value)).toEqual({ ok: true, negated, bytes: bytesOf(text) });
});

it.each(['abc', '"', '""', '"|4|"', '"|41"', '"|zz|"', `"${'a'.repeat(9000)}"`])('refuses %s', (value) => {
  expect(parseLiteral(value).ok).toBe(false);
});
