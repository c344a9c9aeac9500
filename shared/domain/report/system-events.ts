import { systemEventTitle } from '../event/system-titles.ts';
import type { Amounts } from './amounts.ts';
import type { ReportDocument } from './document.ts';
import { barsOf, type Frame, framed, numberText, tableOf, timeText, wordsOf } from './frame.ts';

export interface ReportedSystemEvent {
  readonly at: number;
  readonly number: number;
  readonly title: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly actionBy: string;
  readonly targetName?: string | undefined;
}

/** Everything that was counted; `latest` holds the newest of them, newest first. */
export interface SystemEventCounts {
  readonly total: number;
  readonly byTitle: Amounts;
  readonly bySeverity: Readonly<Record<'info' | 'warning' | 'error', number>>;
  readonly latest: readonly ReportedSystemEvent[];
}

/** What the plane and the agents recorded of themselves. */
export const systemEventReport = (frame: Frame, counts: SystemEventCounts): ReportDocument => {
  const words = wordsOf(frame);
  const titled = (title: string): string => systemEventTitle(title, frame.language);
  return framed(frame, words.titles.system, [
    {
      what: 'figures',
      figures: [
        { label: words.total, value: numberText(frame, counts.total) },
        { label: words.kinds.error, value: numberText(frame, counts.bySeverity.error) },
        { label: words.kinds.warning, value: numberText(frame, counts.bySeverity.warning) },
        { label: words.kinds.info, value: numberText(frame, counts.bySeverity.info) },
      ],
    },
    barsOf(words.event, counts.byTitle, {
      label: (key) => key.replace(/(?<=^\d+ ).*/s, titled),
    }),
    tableOf(
      words.latest,
      [
        { title: words.time, share: 2, cell: ({ at }) => timeText(frame, at) },
        { title: words.severity, cell: ({ severity }) => words.kinds[severity] },
        { title: words.number, align: 'right', cell: ({ number }) => String(number) },
        { title: words.event, share: 4, cell: ({ title }) => titled(title) },
        { title: words.by, share: 1.5, cell: ({ actionBy }) => actionBy },
        { title: words.target, share: 2, cell: ({ targetName }) => targetName ?? '' },
      ],
      counts.latest,
      { all: counts.total },
    ),
  ]);
};
