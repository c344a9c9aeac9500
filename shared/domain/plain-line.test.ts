import { expect, it } from 'vitest';
import { plainLine } from './plain-line.ts';

it.each([
  ['ordinary text stays', 'web-1', 'web-1'],
  ['Japanese stays', '髙﨑 サーバー', '髙﨑 サーバー'],
  ['a header cannot begin', 'a\r\nBcc: x@example.org', 'a Bcc: x@example.org'],
  ['other line breaks neither', 'a\u2028b\u0085c\u000bd', 'a b c d'],
  ['nothing turns the writing round', 'abc\u202Etxt.exe', 'abc txt.exe'],
  ['blanks at the ends go', '  a   b  ', 'a b'],
])('%s', (_, text, line) => {
  expect(plainLine(text)).toBe(line);
});

it('cuts between characters, never inside one', () => {
  expect(plainLine('😀'.repeat(10), 5)).toBe('😀😀😀😀…');
});
