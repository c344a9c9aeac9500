import { Amounts } from './amounts.ts';
import type { ReportDocument } from './document.ts';
import { barsOf, type Frame, framed, numberText, tableOf, timeText, wordsOf } from './frame.ts';

export interface ReportedAlert {
  readonly title: string;
  readonly severity: 'critical' | 'warning';
  readonly state: 'raised' | 'cleared' | 'dismissed';
  /** Epoch ms. */
  readonly raised: number;
  /** What it is about: a computer, a policy, a rule. */
  readonly subject: string;
  /** Occurrences merged into it. */
  readonly count: number;
}

/** The most frequent alerts of a period, and the latest of them. */
export const alertReport = (frame: Frame, alerts: readonly ReportedAlert[]): ReportDocument => {
  const words = wordsOf(frame);
  const byType = new Amounts();
  const bySubject = new Amounts();
  for (const { title, subject, state, raised } of alerts) {
    byType.add(title, 1, state === 'raised' ? 0 : 1, raised);
    if (subject) bySubject.add(subject, 1, state === 'raised' ? 0 : 1, raised);
  }
  const of = (state: ReportedAlert['state']): string =>
    numberText(frame, alerts.filter((alert) => alert.state === state).length);
  const severities = { critical: words.severities.critical, warning: words.kinds.warning };
  const legend = [words.standing, `${words.cleared}, ${words.dismissed}`] as const;
  return framed(frame, words.titles.alert, [
    {
      what: 'figures',
      figures: [
        { label: words.alerts, value: numberText(frame, alerts.length) },
        { label: words.standing, value: of('raised') },
        { label: words.cleared, value: of('cleared') },
        { label: words.dismissed, value: of('dismissed') },
      ],
    },
    barsOf(words.byAlert, byType, { legend }),
    barsOf(words.byComputer, bySubject, { legend }),
    tableOf(
      words.latest,
      [
        { title: words.raised, share: 2.5, cell: ({ raised }) => timeText(frame, raised) },
        { title: words.alert, share: 3, cell: ({ title }) => title },
        { title: words.target, share: 3, cell: ({ subject }) => subject },
        { title: words.severity, cell: ({ severity }) => severities[severity] },
        { title: words.status, share: 1.2, cell: ({ state }) => words.states[state] },
        { title: words.count, align: 'right', cell: ({ count }) => numberText(frame, count) },
      ],
      [...alerts].sort((a, b) => b.raised - a.raised),
    ),
  ]);
};
