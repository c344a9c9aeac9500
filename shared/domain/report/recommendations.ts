import { Amounts } from './amounts.ts';
import type { ReportDocument } from './document.ts';
import { barsOf, type Frame, framed, numberText, tableOf, timeText, wordsOf } from './frame.ts';

export interface ReportedScan {
  readonly computer: string;
  /** Epoch ms of the last result; absent: none yet. */
  readonly scanned?: number | undefined;
  /** The last scan gave no result; the lists are those of the one before. */
  readonly failed: boolean;
  /** Names of rules. */
  readonly recommended: readonly string[];
  readonly unneeded: readonly string[];
}

/** What recommendation scans found, by computer; with `rules`, each computer's rules by name. */
export const recommendationReport = (
  frame: Frame,
  scans: readonly ReportedScan[],
  rules: boolean,
): ReportDocument => {
  const words = wordsOf(frame);
  const byRule = new Amounts();
  for (const { recommended, scanned = 0 } of scans)
    for (const name of recommended) byRule.add(name, 1, 1, scanned);
  const sum = (pick: (scan: ReportedScan) => number): string =>
    numberText(
      frame,
      scans.reduce((total, scan) => total + pick(scan), 0),
    );
  return framed(frame, words.titles.recommendation, [
    {
      what: 'figures',
      figures: [
        { label: words.computers, value: numberText(frame, scans.length) },
        { label: words.withRecommendations, value: sum((scan) => Number(scan.recommended.length > 0)) },
        { label: words.recommended, value: sum((scan) => scan.recommended.length) },
        { label: words.unneeded, value: sum((scan) => scan.unneeded.length) },
      ],
    },
    barsOf(words.byRecommendation, byRule),
    tableOf(
      words.computers,
      [
        { title: words.computer, share: 3, cell: ({ computer }) => computer },
        {
          title: words.scanned,
          share: 2,
          cell: ({ scanned }) => (scanned === undefined ? words.never : timeText(frame, scanned)),
        },
        {
          title: words.recommended,
          align: 'right',
          cell: ({ recommended }) => numberText(frame, recommended.length),
        },
        { title: words.unneeded, align: 'right', cell: ({ unneeded }) => numberText(frame, unneeded.length) },
        { title: words.status, share: 2, cell: ({ failed }) => (failed ? words.scanFailed : '') },
      ],
      [...scans].sort((a, b) => b.recommended.length - a.recommended.length),
    ),
    ...(rules
      ? scans
          .filter(({ recommended, unneeded }) => recommended.length + unneeded.length > 0)
          .slice(0, MOST_LISTED)
          .map(({ computer, recommended, unneeded }) =>
            tableOf(
              `${words.rules}: ${computer}`,
              [
                { title: words.rules, share: 4, cell: ([name]: readonly [string, string]) => name },
                { title: words.status, cell: ([, what]: readonly [string, string]) => what },
              ],
              [
                ...recommended.map((name) => [name, words.recommended] as const),
                ...unneeded.map((name) => [name, words.unneeded] as const),
              ],
            ),
          )
      : []),
  ]);
};

/** Computers whose rules are listed by name. */
const MOST_LISTED = 20;
