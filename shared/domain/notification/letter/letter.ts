import { plainLine } from '../../plain-line.ts';
import type { Tally, TallyLine } from '../digest.ts';
import type { NotificationRule } from '../rule.ts';
import { htmlPage } from './html.ts';
import { type LetterWords, letterWords } from './words.ts';

export interface LetterReader {
  readonly locale: 'en-US' | 'ja-JP';
  readonly timeZone: string;
}

/** Subject of one line, text and HTML of the same content. */
export interface LetterText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const MOST_SUBJECT = 200;

/**
 * The mail of what one rule told within a window. Every name in it was chosen by others: each becomes one plain
 * line, so that none can begin a header or a line of its own, and is escaped in HTML.
 */
export const letterOf = (
  { name, eventClass, digestMinutes }: Pick<NotificationRule, 'name' | 'eventClass' | 'digestMinutes'>,
  tally: Tally,
  reader: LetterReader,
): LetterText => {
  const words = letterWords(reader.locale);
  const headline = words.headline(tally.count, words.classes[eventClass]);
  const [worst] = tally.lines;
  const items = tally.lines.map((line) => itemOf(line, words));
  return textOf(
    {
      subject: [headline, worst?.computer, worst?.what].filter(Boolean).join(' - '),
      headline,
      sub: words.between(timeText(tally.first, reader), timeText(tally.last, reader)),
      items: tally.others > 0 ? [...items, [words.others(tally.others), '']] : items,
      footer: words.footer(plainLine(name), digestMinutes),
    },
    words,
    reader,
  );
};

/** The mail that a destination's test sends. */
export const testLetter = (destination: string, now: number, reader: LetterReader): LetterText => {
  const words = letterWords(reader.locale);
  const headline = words.test;
  const sub = timeText(now, reader);
  return textOf(
    {
      subject: headline,
      headline,
      sub,
      items: [[plainLine(destination), words.testText]],
      footer: words.product,
    },
    words,
    reader,
  );
};

interface Parts {
  readonly subject: string;
  readonly headline: string;
  readonly sub: string;
  readonly items: readonly (readonly [string, string])[];
  readonly footer: string;
}

const textOf = (
  { subject, headline, sub, items, footer }: Parts,
  words: LetterWords,
  reader: LetterReader,
): LetterText => ({
  subject: plainLine(`[${words.product}] ${subject}`, MOST_SUBJECT),
  text: [
    headline,
    sub,
    '',
    ...items.flatMap(([strong, fine]) => [`- ${strong}`, ...(fine ? [`  ${fine}`] : [])]),
    '',
    footer,
    '',
  ].join('\n'),
  html: htmlPage({ language: reader.locale.slice(0, 2), headline, sub, items, footer }),
});

const itemOf = (line: TallyLine, words: LetterWords): readonly [string, string] => [
  [line.computer && plainLine(line.computer, 80), plainLine(line.what, 200)].filter(Boolean).join(': '),
  [
    line.severity && (words.severities[line.severity] ?? line.severity),
    line.action,
    line.from && `${words.from} ${plainLine(line.from, 45)}`,
    line.count > 1 && words.times(line.count),
  ]
    .filter(Boolean)
    .join(' · '),
];

const timeText = (ms: number, { locale, timeZone }: LetterReader): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(ms);
