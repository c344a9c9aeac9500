import { expect, it } from 'vitest';
import type { AlertSummary } from '../../shared/schema/bus/alert-summary.ts';
import { summaryMail } from './summary-mail.ts';

const summary: AlertSummary = {
  ...{ version: 1, what: 'alert-summary', tenant: '', taskID: 5, set: 0, to: [] },
  taskName: 'Every <b>morning</b>\nSubject: spam',
  at: Date.parse('2026-11-23T03:00:00Z'),
  counts: [
    { type: 'unable-to-communicate', count: 1 },
    { type: 'intrusion-prevention-rule-alert', count: 4 },
  ],
};
const tokyo = { timeZone: 'Asia/Tokyo' } as const;

it('says in the reader’s language what stands, the most first, and when it was counted', () => {
  const mail = summaryMail(summary, { ...tokyo, locale: 'ja-JP' });
  expect(mail.subject).toContain('発生中のアラートが5件あります');
  expect(mail.text.indexOf('侵入防御ルールのアラート: 4')).toBeGreaterThan(0);
  expect(mail.text.indexOf('通信不能: 1')).toBeGreaterThan(mail.text.indexOf('侵入防御ルール'));
  expect(mail.text).toContain('12:00:00');
});

it('makes one plain line of the task’s name, and says when there is nothing', () => {
  const mail = summaryMail({ ...summary, counts: [] }, { ...tokyo, locale: 'en-US' });
  expect(mail.subject).toMatch(/No alert is raised$/);
  expect(mail.html).toContain('&lt;b&gt;');
  expect(mail.text).not.toContain('\nSubject: spam');
});
