import { plainLine } from '../../shared/domain/plain-line.ts';
import type { ReportDocument } from '../../shared/domain/report/document.ts';
import type { Mail } from '../../shared/ports/mailer.ts';

const words = {
  en: {
    product: 'Managed Virtual Patch',
    attached: 'The report is attached.',
    fetch: 'The report is too large for a mail: fetch it from the service (GET /api/reports) within 7 days.',
    footer: (task: string) => `Sent by the scheduled task "${task}".`,
  },
  ja: {
    product: 'Managed Virtual Patch',
    attached: 'レポートを添付します。',
    fetch:
      'レポートが大きいためメールに添付できません。7日以内にサービス（GET /api/reports）から取得してください。',
    footer: (task: string) => `予約タスク「${task}」により送信されました。`,
  },
} as const;

/** The mail that a report comes with. */
export const reportMail = (report: ReportDocument, task: string, attached: boolean): Omit<Mail, 'to'> => {
  const { product, footer, ...texts } = words[report.language];
  const lines = [
    report.title,
    ...report.facts.map(({ label, value }) => `${label}: ${value}`),
    attached ? texts.attached : texts.fetch,
    footer(plainLine(task, 100)),
  ];
  return {
    subject: plainLine(`[${product}] ${report.title}`, 240),
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="${report.language}"><body>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</body></html>`,
  };
};

const escaped = (text: string): string =>
  text.replace(
    /[<>&"]/g,
    (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[sign] ?? sign,
  );
