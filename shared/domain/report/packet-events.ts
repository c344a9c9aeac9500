import type { ReportDocument, ReportPart } from './document.ts';
import {
  barsOf,
  type Frame,
  framed,
  MOST_ROWS,
  numberText,
  share,
  tableOf,
  timeText,
  wordsOf,
} from './frame.ts';
import type { Point, Tally } from './tally.ts';

export type PacketReport = 'attack' | 'firewall' | 'ips';

/** Which kinds of events each report counts. */
export const countedKinds: Readonly<Record<PacketReport, readonly string[]>> = {
  attack: ['intrusion-prevention', 'firewall'],
  firewall: ['firewall'],
  ips: ['intrusion-prevention'],
};

/** Attack, firewall and intrusion prevention report. `nameOf`: of a computer by its id. */
export const packetReport = (
  which: PacketReport,
  frame: Frame,
  tally: Tally,
  nameOf: (computerID: number) => string,
): ReportDocument => {
  const words = wordsOf(frame);
  const computerName = (key: string): string => nameOf(Number(key));
  const legend = [words.passed, words.stopped] as const;
  const parts: (ReportPart | undefined)[] = [
    {
      what: 'figures',
      figures: [
        { label: words.total, value: numberText(frame, tally.total) },
        { label: words.stopped, value: numberText(frame, tally.stopped) },
        { label: words.stoppedShare, value: share(frame, { amount: tally.total, stopped: tally.stopped }) },
        { label: words.attackedComputers, value: numberText(frame, tally.computers.size) },
      ],
    },
    {
      what: 'timeline',
      heading: words.overTime,
      legend,
      points:
        tally.total === 0
          ? []
          : tally.overTime().map(({ at, amount, stopped }) => ({
              label: pointLabel(frame, at, tally.step),
              amount,
              stopped,
            })),
    },
    barsOf(words.byRule, tally.rules, { legend }),
    which === 'firewall'
      ? undefined
      : barsOf(words.bySeverity, tally.severities, { label: (key) => severityWord(frame, key), legend }),
    barsOf(words.byPeer, tally.peers, { legend }),
    which === 'attack' ? undefined : barsOf(words.byPort, tally.ports, { legend }),
    barsOf(words.byComputer, tally.computers, { label: computerName, legend }),
    rulesTable(frame, tally, which !== 'firewall'),
  ];
  return framed(
    frame,
    words.titles[which],
    parts.filter((part) => part !== undefined),
  );
};

const pointLabel = ({ language, timeZone }: Frame, at: Point['at'], step: number): string =>
  new Intl.DateTimeFormat(language, {
    timeZone,
    month: 'short',
    day: 'numeric',
    ...(step < 86_400_000 && { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  }).format(at);

const severityWord = (frame: Frame, key: string): string => {
  const { severities } = wordsOf(frame);
  return Object.hasOwn(severities, key) ? severities[key as keyof typeof severities] : key;
};

const rulesTable = (frame: Frame, tally: Tally, withSeverity: boolean): ReportPart => {
  const words = wordsOf(frame);
  const rows = tally.rules.top(MOST_ROWS);
  const severity = (key: string): string => severityWord(frame, tally.severityOf.get(key) ?? words.none);
  return tableOf(
    words.reason,
    [
      { title: words.reason, share: 4, cell: ({ key }) => key },
      ...(withSeverity
        ? [{ title: words.severity, share: 1, cell: ({ key }: { key: string }) => severity(key) }]
        : []),
      { title: words.count, align: 'right', cell: ({ amount }) => numberText(frame, amount) },
      { title: words.stopped, align: 'right', cell: ({ stopped }) => numberText(frame, stopped) },
      { title: words.last, share: 2, cell: ({ last }) => timeText(frame, last) },
    ],
    rows,
    { all: tally.rules.size },
  );
};
