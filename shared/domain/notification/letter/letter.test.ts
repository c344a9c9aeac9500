import { describe, expect, it } from 'vitest';
import { letterOf, testLetter } from './letter.ts';

const at = Date.UTC(2026, 10, 23, 12);
const rule = {
  name: 'Web\r\nBcc: x@example.org',
  eventClass: 'intrusion-prevention',
  digestMinutes: 15,
} as const;
const tally = (more: object) => ({
  count: 1_000_000,
  first: at - 60_000,
  last: at,
  lines: [{ what: 'Log4Shell', severity: 'critical', count: 999_999, at, ...more }],
  others: 1,
  keeper: 'k',
});
const readers = [
  ['en-US', '1000000 intrusion prevention events', 'critical · 999999 times', 'and 1 more of other kinds'],
  ['ja-JP', '侵入防御イベント 1000000件', '重大度 緊急 · 999999回', 'その他 1件'],
] as const;

describe.each(readers)('a letter in %s', (locale, headline, fine, others) => {
  const reader = { locale, timeZone: 'Asia/Tokyo' };

  it('counts, names the worst first, and says the same in text and HTML', () => {
    const { subject, text, html } = letterOf(rule, tally({ computer: 'web-1' }), reader);
    expect(subject).toBe(`[Managed Virtual Patch] ${headline} - web-1 - Log4Shell`);
    for (const line of [headline, 'web-1: Log4Shell', fine, others]) {
      expect(text).toContain(line);
      expect(html).toContain(line);
    }
    expect(html).toContain(`lang="${locale.slice(0, 2)}"`);
  });

  it.each([
    ['a header', 'x\r\nBcc: victim@example.org'],
    ['another subject', 'x\nSubject: y\n\nbody'],
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['a turn of the direction of writing', '\u202Egpj.exe\u2066\u200F'],
    ['invisible characters and line separators', 'a\u200B\u0000\u001B[31m\u2028b'],
    ['a name without an end', 'x'.repeat(100_000)],
    ['the half of a character', '\uD83D'],
  ])('gives no name room for %s', (_, name) => {
    const { subject, text, html } = letterOf(rule, tally({ computer: name, what: name, from: name }), reader);
    expect([...subject].length).toBeLessThanOrEqual(200);
    expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/^(Bcc|Subject|body)/m);
    expect(text.length).toBeLessThan(2_000);
    expect(html).not.toMatch(/<script|<img|\u202E/);
    expect(html).toMatch(/name="viewport".*overflow-wrap:anywhere/);
  });

  it('of a test says that it is one', () => {
    const { subject, text } = testLetter('SOC\r\nBcc: x', at, reader);
    expect(subject).toMatch(locale === 'ja-JP' ? /通知先のテスト/ : /Test of a notification destination/);
    expect(text).toContain('SOC Bcc: x');
  });
});
