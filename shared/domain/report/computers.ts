import type { ReportDocument } from './document.ts';
import { type Frame, framed, numberText, tableOf, timeText, wordsOf } from './frame.ts';
import type { Period } from './period.ts';

const HOUR = 3_600_000;

export interface ReportedComputer {
  readonly ID: number;
  readonly name: string;
  readonly platform: string;
  readonly agentVersion: string;
  readonly policy: string;
  readonly group: string;
  readonly status: 'online' | 'offline' | 'unmanaged';
  /** As the host reported it last; absent before. */
  readonly firewall?: string | undefined;
  readonly ips?: string | undefined;
  /** Epoch ms. */
  readonly seen?: number | undefined;
  readonly activated?: number | undefined;
}

/** Each computer with what is configured on it. */
export const computerReport = (frame: Frame, computers: readonly ReportedComputer[]): ReportDocument => {
  const words = wordsOf(frame);
  const of = (status: ReportedComputer['status']): string =>
    numberText(frame, computers.filter((computer) => computer.status === status).length);
  const both = computers.filter(({ firewall, ips }) => isOn(firewall) && isOn(ips)).length;
  return framed(frame, words.titles.computer, [
    {
      what: 'figures',
      figures: [
        { label: words.computers, value: numberText(frame, computers.length) },
        { label: words.online, value: of('online') },
        { label: words.offline, value: of('offline') },
        { label: words.protectedBoth, value: numberText(frame, both) },
      ],
    },
    tableOf(
      words.computers,
      [
        { title: words.computer, share: 3.2, cell: ({ name }) => name },
        { title: words.platform, share: 2, cell: ({ platform }) => platform },
        { title: words.agent, cell: ({ agentVersion }) => agentVersion },
        { title: words.policy, share: 1.8, cell: ({ policy }) => policy || words.none },
        { title: words.firewall, share: 1.5, cell: ({ firewall }) => moduleWord(frame, firewall) },
        { title: words.ips, share: 1.5, cell: ({ ips }) => moduleWord(frame, ips) },
        { title: words.status, share: 1.3, cell: ({ status }) => words[status] },
        { title: words.last, share: 2, cell: ({ seen }) => (seen ? timeText(frame, seen) : words.none) },
      ],
      computers,
    ),
  ]);
};

/** Which modules ran on which computers and for how long: from activation, or the begin of the period, to its end. */
export const usageReport = (
  frame: Frame & { readonly period: Period },
  computers: readonly ReportedComputer[],
): ReportDocument => {
  const words = wordsOf(frame);
  const hours = ({ activated, status, seen }: ReportedComputer): number => {
    if (activated === undefined) return 0;
    const until = status === 'online' ? frame.period.to : Math.min(frame.period.to, seen ?? frame.period.to);
    return Math.max(0, Math.round((until - Math.max(frame.period.from, activated)) / HOUR));
  };
  const during = (computer: ReportedComputer, state: string | undefined): string =>
    String(isOn(state) ? hours(computer) : 0);
  return framed(frame, words.titles.usage, [
    tableOf(
      words.computers,
      [
        { title: words.number, cell: ({ ID }) => String(ID) },
        { title: words.computer, share: 2, cell: ({ name }) => name },
        { title: words.group, share: 1.5, cell: ({ group }) => group },
        { title: words.policy, share: 1.5, cell: ({ policy }) => policy },
        { title: words.platform, share: 2, cell: ({ platform }) => platform },
        {
          title: words.activated,
          share: 2,
          cell: ({ activated }) => (activated ? new Date(activated).toISOString() : ''),
        },
        { title: words.firewall, cell: ({ firewall }) => moduleWord(frame, firewall) },
        {
          title: `${words.firewall} (${words.hours})`,
          align: 'right',
          cell: (computer) => during(computer, computer.firewall),
        },
        { title: words.ips, cell: ({ ips }) => moduleWord(frame, ips) },
        {
          title: `${words.ips} (${words.hours})`,
          align: 'right',
          cell: (computer) => during(computer, computer.ips),
        },
      ],
      computers,
      { most: Number.POSITIVE_INFINITY },
    ),
  ]);
};

const isOn = (state: string | undefined): boolean =>
  state === 'on' || state === 'prevent' || state === 'detect';

const moduleWord = (frame: Frame, state: string | undefined): string => {
  const { modules, none } = wordsOf(frame);
  if (state === undefined) return none;
  return Object.hasOwn(modules, state) ? modules[state as keyof typeof modules] : state;
};
