import { expect, it } from 'vitest';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { renderMail } from './render-mail.ts';

const notice = (more: Partial<AlertNotice> = {}): AlertNotice => ({
  version: 1,
  tenant: '11111111-2222-4333-8444-555555555555',
  type: 'intrusion-prevention-rule-alert',
  target: 'computer-12-rule-3',
  began: 0,
  raised: Date.UTC(2026, 10, 23, 3, 4, 5),
  last: Date.UTC(2026, 10, 23, 3, 4, 5),
  count: 2,
  blocked: 2,
  computerID: 12,
  computerName: 'web-1',
  ruleID: 3,
  ruleName: 'Apache Log4j Remote Code Execution (Log4Shell)',
  CVE: ['CVE-2021-44228'],
  ruleSeverity: 'critical',
  sources: ['203.0.113.1'],
  ...more,
});
const english = { locale: 'en-US', timeZone: 'UTC' } as const;
const japanese = { locale: 'ja-JP', timeZone: 'Asia/Tokyo' } as const;

it('says in the subject where, what, and by which rule and CVE', () => {
  expect(renderMail(notice(), english).subject).toBe(
    '[Managed Virtual Patch] web-1: Attack blocked - Apache Log4j Remote Code Execution (Log4Shell) (CVE-2021-44228)',
  );
  expect(renderMail(notice(), japanese).subject).toBe(
    '[Managed Virtual Patch] web-1: 攻撃を遮断しました - Apache Log4j Remote Code Execution (Log4Shell) (CVE-2021-44228)',
  );
});

it('tells the time in the tenant’s zone', () => {
  expect(renderMail(notice(), english).text).toContain('First seen: Nov 23, 2026');
  expect(renderMail(notice(), english).text).toContain('3:04:05');
  expect(renderMail(notice(), japanese).text).toContain('最初の検知: 2026/11/23 12:04:05');
});

it('names computer and rule by the ids that the management API asks for', () => {
  const { text } = renderMail(notice(), english);
  expect(text).toContain('Computer: web-1 (ID 12)\n');
  expect(text).toContain('Rule: Apache Log4j Remote Code Execution (Log4Shell) (CVE-2021-44228) (ID 3)\n');
});

it('tells the last occurrence where there is more than the first', () => {
  expect(renderMail(notice(), english).text).not.toContain('Last seen');
  const later = notice({ last: Date.UTC(2026, 10, 23, 4) });
  expect(renderMail(later, japanese).text).toContain('最後の検知: 2026/11/23 13:00:00');
});

it('promises another mail for an attack that gets through only where all were blocked', () => {
  expect(renderMail(notice(), english).text).toContain('told again');
  expect(renderMail(notice({ blocked: 1 }), english).text).not.toContain('told again');
});

it.each([
  [2, 2, 'Attack blocked', 'stopped before it reached'],
  [2, 0, 'Attack detected, not blocked', 'reached the application'],
  [2, 1, 'Attack detected, blocked in part', 'reached the application'],
])('of %i occurrences with %i blocked it says: %s', (count, blocked, headline, advice) => {
  const mail = renderMail(notice({ count, blocked }), english);
  expect(mail.text.split('\n')[0]).toBe(headline);
  expect(mail.text).toContain(advice);
  expect(mail.text).toContain(`Occurrences: ${count} (${blocked} blocked)`);
});

it('tells of a computer that is silent without speaking of rules', () => {
  const silent = notice({
    type: 'unable-to-communicate',
    ruleID: undefined,
    ruleName: undefined,
    CVE: undefined,
  });
  const mail = renderMail(silent, english);
  expect(mail.subject).toBe('[Managed Virtual Patch] web-1: Computer cannot be reached');
  expect(mail.text).not.toContain('Rule');
});

it('does not name a CVE twice that stands in the rule’s name', () => {
  expect(renderMail(notice({ ruleName: 'Log4Shell (CVE-2021-44228)' }), english).subject).toMatch(
    /- Log4Shell \(CVE-2021-44228\)$/,
  );
});

it('lets no name of host or rule out of its place', () => {
  const hostile = notice({
    computerName: 'x\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>',
    ruleName: '"><img src=x onerror=alert(1)>\u202Egnp',
    CVE: ['<b>CVE</b>'],
    sources: ['1.2.3.4\nSubject: y'],
  });
  for (const reader of [english, japanese]) {
    const { subject, text, html } = renderMail(hostile, reader);
    expect(subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/\r|^Bcc:|^Subject:|\u202E/m);
    expect(html).not.toMatch(/<script|<img|<b>|\u202E/);
    expect(html).toContain('&lt;script&gt;');
  }
});

it('stays short whatever names are sent', () => {
  const long = renderMail(notice({ computerName: 'a'.repeat(5000), ruleName: 'b'.repeat(5000) }), english);
  expect(long.subject.length).toBeLessThanOrEqual(240);
  expect(long.text.length).toBeLessThan(2000);
  // A name without a space must not make the page wider than a phone.
  expect(long.html).toMatch(/name="viewport".*overflow-wrap:anywhere.*table-layout:fixed/);
});

it('tells of a configuration that does not compile by its policy and the reason, and of no computer', () => {
  const reason = 'Port 80, incoming: 9 application types (A, B), at most 8 are possible.';
  const type = 'intrusion-prevention-rule-compilation-failed';
  const about = { type, policyID: 3, policyName: 'Web', reason } as const;
  const about3 = notice({ ...about, computerID: undefined, computerName: undefined, ruleID: undefined });
  const mail = renderMail(about3, english);
  expect(mail.subject).toBe('[Managed Virtual Patch] Web: Intrusion prevention rules do not compile');
  expect(mail.text).toContain('Policy: Web (ID 3)');
  expect(mail.text).toContain(`Reason: ${reason}`);
  expect(mail.text).not.toContain('Computer:');
});
