import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import { alertWords } from '../../shared/domain/alert/words.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { Mail } from '../../shared/ports/mailer.ts';
import type { AlertType } from '../../shared/schema/api/alert/alert.ts';
import type { AlertSummary } from '../../shared/schema/bus/alert-summary.ts';
import { htmlOf, type Reader, timeText } from './render-mail.ts';
import { wordsFor } from './words.ts';

interface SummaryWords {
  readonly headline: (total: number) => string;
  readonly none: string;
  readonly counted: string;
  readonly advice: string;
  readonly footer: (task: string) => string;
  readonly title: (type: AlertType) => string;
}

const english: SummaryWords = {
  headline: (total) => (total === 1 ? '1 alert is raised' : `${total} alerts are raised`),
  none: 'No alert is raised',
  counted: 'Counted',
  advice: 'An alert stays raised until its cause ends or somebody dismisses it.',
  footer: (task) => `Sent by the scheduled task "${task}".`,
  title: (type) => alertKinds[type].title,
};

const japanese: SummaryWords = {
  headline: (total) => `発生中のアラートが${total}件あります`,
  none: '発生中のアラートはありません',
  counted: '集計日時',
  advice: 'アラートは、原因が解消されるか、消去されるまで発生中のままです。',
  footer: (task) => `予約タスク「${task}」により送信されました。`,
  title: (type) => alertWords[type].title,
};

/** How many alerts stand, by type, the most first. */
export const summaryMail = (summary: AlertSummary, reader: Reader): Omit<Mail, 'to'> => {
  const words = reader.locale === 'ja-JP' ? japanese : english;
  const counts = [...summary.counts].sort((a, b) => b.count - a.count || a.type.localeCompare(b.type));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const headline = total === 0 ? words.none : words.headline(total);
  const footer = words.footer(plainLine(summary.taskName, 100));
  const rows = [
    ...counts.map(({ type, count }) => [words.title(type), String(count)] as const),
    [words.counted, timeText(summary.at, reader)] as const,
  ];
  return {
    subject: plainLine(`[${wordsFor(reader.locale).product}] ${headline}`, 240),
    text: [
      headline,
      '',
      ...rows.map(([name, value]) => `${name}: ${value}`),
      '',
      words.advice,
      '',
      footer,
      '',
    ].join('\n'),
    html: htmlOf(headline, rows, words.advice, footer, reader.locale),
  };
};
