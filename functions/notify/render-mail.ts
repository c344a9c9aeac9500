import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import { alertWords } from '../../shared/domain/alert/words.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { Mail } from '../../shared/ports/mailer.ts';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { type Words, wordsFor } from './words.ts';

export interface Reader {
  readonly locale: 'en-US' | 'ja-JP';
  readonly timeZone: string;
}

/**
 * The mail about a raised alert, as text and as HTML. Every name in it was chosen by others: it becomes one plain
 * line, and is escaped in HTML.
 */
export const renderMail = (notice: AlertNotice, reader: Reader): Omit<Mail, 'to'> => {
  const words = wordsFor(reader.locale);
  const [kind, name, ID] = concerned(notice, words);
  const { headline, advice, lines, footer } = partsOf(notice, words, reader);
  const rows: readonly Row[] = [[kind, withID(name, ID)], ...lines];
  const about = ruleText(notice, 100);
  return {
    subject: plainLine(
      [`[${words.product}] ${name}: ${headline}`, ...(about ? [about] : [])].join(' - '),
      240,
    ),
    text: [
      headline,
      '',
      ...rows.map(([name, value]) => `${name}: ${value}`),
      '',
      advice,
      '',
      footer,
      '',
    ].join('\n'),
    html: htmlOf(headline, rows, advice, footer, reader.locale),
  };
};

export type Row = readonly [name: string, value: string];

/** What it is about: a computer, or a policy and so all of its computers. */
const concerned = (notice: AlertNotice, words: Words): readonly [string, string, number | undefined] => {
  const { policyID, policyName, computerID, computerName } = notice;
  if (policyID === undefined && computerID === undefined && computerName === undefined) {
    return [words.product, notice.target, undefined];
  }
  if (policyID !== undefined) {
    return [words.policy, plainLine(policyName ?? `${words.policy} ${policyID}`, 80), policyID];
  }
  return [words.computer, plainLine(computerName ?? `${words.computer} ${computerID ?? ''}`, 80), computerID];
};

const partsOf = (notice: AlertNotice, words: Words, reader: Reader) => {
  const when = (ms: number): string => timeText(ms, reader);
  if (notice.type === 'unable-to-communicate') {
    const lines: Row[] = [[words.lastHeard, when(notice.last)]];
    return { headline: words.unreachable, advice: words.adviceUnreachable, lines, footer: words.footer };
  }
  if (notice.type === 'intrusion-prevention-rule-compilation-failed') {
    const lines: Row[] = [[words.reason, plainLine(notice.reason ?? '', 2_000)]];
    return { headline: words.notCompiled, advice: words.adviceNotCompiled, lines, footer: words.footer };
  }
  if (notice.type !== 'intrusion-prevention-rule-alert') return plainParts(notice, words, reader);
  const { count, blocked, ruleSeverity, sources = [] } = notice;
  const lines: Row[] = [
    [words.rule, withID(ruleText(notice, 200), notice.ruleID)],
    ...(ruleSeverity ? [[words.severity, words.severities[ruleSeverity]] as const] : []),
    [words.happened, when(notice.raised)],
    ...(notice.last > notice.raised ? [[words.latest, when(notice.last)] as const] : []),
    [words.count, words.times(count, blocked)],
    ...(sources.length > 0
      ? [[words.sources, sources.map((s) => plainLine(s, 45)).join(', ')] as const]
      : []),
  ];
  return {
    headline: blocked === count ? words.blocked : blocked === 0 ? words.detected : words.partly,
    advice: blocked === count ? words.adviceBlocked : words.adviceDetected,
    lines,
    footer: blocked === count ? words.footerBlocked : words.footer,
  };
};

/** Of a type that says no more than its reason. */
const plainParts = (notice: AlertNotice, words: Words, reader: Reader) => {
  const japanese = reader.locale === 'ja-JP';
  const { title, advice } = alertWords[notice.type];
  const lines: Row[] = [
    ...(notice.reason === undefined ? [] : [[words.reason, plainLine(notice.reason, 2_000)] as const]),
    [words.happened, timeText(notice.raised, reader)],
  ];
  return {
    headline: japanese ? title : alertKinds[notice.type].title,
    advice: japanese ? advice.ja : advice.en,
    lines,
    footer: words.footer,
  };
};

/** The id is what the management API, and so every script, asks for. */
const withID = (text: string, ID: number | undefined): string =>
  ID === undefined ? text : `${text} (ID ${ID})`;

const ruleText = ({ ruleID, ruleName, CVE = [] }: AlertNotice, most: number): string => {
  if (ruleID === undefined) return '';
  const name = plainLine(ruleName ?? String(ruleID), most);
  const cves = CVE.filter((cve) => !name.includes(cve)).map((cve) => plainLine(cve, 30));
  return cves.length > 0 ? `${name} (${cves.join(', ')})` : name;
};

export const timeText = (ms: number, { locale, timeZone }: Reader): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(ms);

/** Reads on a phone: one column's width, whatever the length of a name. */
export const htmlOf = (
  headline: string,
  rows: readonly Row[],
  advice: string,
  footer: string,
  locale: string,
): string =>
  `<!doctype html><html lang="${locale.slice(0, 2)}"><head><meta charset="utf-8">` +
  '<meta name="viewport" content="width=device-width,initial-scale=1"></head>' +
  '<body style="font-family:sans-serif;color:#1a1a1a;max-width:40em;overflow-wrap:anywhere">' +
  `<h1 style="font-size:1.25em">${escapeHtml(headline)}</h1>` +
  '<table style="border-collapse:collapse;table-layout:fixed;width:100%">' +
  rows
    .map(
      ([name, value]) =>
        `<tr><th style="text-align:left;vertical-align:top;width:32%;padding:2px 1em 2px 0">${escapeHtml(name)}</th>` +
        `<td style="vertical-align:top">${escapeHtml(value)}</td></tr>`,
    )
    .join('') +
  `</table><p>${escapeHtml(advice)}</p><p style="color:#666;font-size:.85em">${escapeHtml(footer)}</p></body></html>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
