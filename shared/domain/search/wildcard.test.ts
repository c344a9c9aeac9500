import { expect, it } from 'vitest';
import { fitsWildcards } from './wildcard.ts';

it.each([
  ['%CVE-2017-0144%', 'CVE-2017-0143, CVE-2017-0144', true],
  ['web%', 'WEB-1', true],
  ['web_1', 'web-1', true],
  ['web_1', 'web1', false],
  ['%', '', true],
  ['', '', true],
  ['', 'x', false],
  ['_', '', false],
  ['a%b%c', 'a-b-b-c', true],
  ['a%b%c', 'a-b-b-c-d', false],
  ['%a', 'banana', true],
  ['a.c', 'abc', false],
  ['%%_', 'x', true],
] as const)('%s on %s: %s', (pattern, text, fits) => {
  expect(fitsWildcards(pattern, text)).toBe(fits);
});
