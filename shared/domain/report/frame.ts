import type { Amount, Amounts } from './amounts.ts';
import type { Bars, Column, Fact, ReportDocument, ReportPart, ReportTable } from './document.ts';
import type { Period } from './period.ts';
import { type ReportWords, reportWords } from './words.ts';

/** What every report says of itself: whose it is, for whom and about when. */
export interface Frame {
  readonly tenant: string;
  readonly language: 'ja' | 'en';
  readonly timeZone: string;
  /** Epoch ms. */
  readonly made: number;
  readonly banner?: string | undefined;
  /** Absent where a report is of the moment. */
  readonly period?: Period | undefined;
  /** Which computers were asked for, where not all of them. */
  readonly computers?: string | undefined;
  /** Since when there is data, where the period begins before. */
  readonly knownSince?: number | undefined;
}

/** Rows that a table takes before it says how many more there are. */
export const MOST_ROWS = 200;
export const MOST_BARS = 10;

export const wordsOf = ({ language }: Frame): ReportWords => reportWords[language];

export const timeText = ({ language, timeZone }: Frame, at: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);

export const numberText = ({ language }: Frame, n: number): string => n.toLocaleString(language);

/** The document around a report's parts. */
export const framed = (
  frame: Frame,
  title: string,
  parts: readonly ReportPart[],
  facts: readonly Fact[] = [],
): ReportDocument => {
  const words = wordsOf(frame);
  const { period, knownSince } = frame;
  const periodText = period && `${timeText(frame, period.from)} – ${timeText(frame, period.to)}`;
  const since: Fact[] =
    knownSince === undefined ? [] : [{ label: words.knownSince, value: timeText(frame, knownSince) }];
  return {
    title,
    tenant: frame.tenant,
    language: frame.language,
    timeZone: frame.timeZone,
    made: frame.made,
    ...(frame.banner !== undefined && { banner: frame.banner }),
    ...(periodText !== undefined && { period: periodText }),
    facts: [
      ...(periodText ? [{ label: words.period, value: periodText }] : []),
      ...since,
      { label: words.computers, value: frame.computers ?? words.allComputers },
      ...facts,
    ],
    parts,
  };
};

/** The greatest of a kind as bars; `label` says what a key is called, `legend` what the colours of a bar mean. */
export const barsOf = (
  heading: string,
  amounts: Amounts,
  { label = (key) => key, legend }: BarsOptions = {},
): Bars => {
  const top = amounts.top(MOST_BARS);
  return {
    what: 'bars',
    heading,
    bars: top.map(({ key, amount, stopped }) => ({ label: label(key), amount, stopped })),
    more: amounts.size - top.length,
    ...(legend && { legend }),
  };
};

interface BarsOptions {
  readonly label?: (key: string) => string;
  readonly legend?: Bars['legend'];
}

export const tableOf = <Row>(
  heading: string,
  columns: readonly (Column & { readonly cell: (row: Row) => string })[],
  rows: readonly Row[],
  { all = rows.length, most = MOST_ROWS }: { readonly all?: number; readonly most?: number } = {},
): ReportTable => {
  const shown = rows.slice(0, most);
  return {
    what: 'table',
    heading,
    columns: columns.map(({ cell: _cell, ...column }) => column),
    rows: shown.map((row) => columns.map(({ cell }) => cell(row))),
    more: all - shown.length,
  };
};

export const share = (frame: Frame, { amount, stopped }: Pick<Amount, 'amount' | 'stopped'>): string =>
  amount === 0
    ? '–'
    : new Intl.NumberFormat(frame.language, { style: 'percent', maximumFractionDigits: 1 }).format(
        stopped / amount,
      );
