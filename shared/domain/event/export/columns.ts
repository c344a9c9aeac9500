import type { Cell } from '../../csv-line.ts';
import { actionTexts } from '../../notification/format/action-text.ts';
import type { EventClass } from '../search/fields.ts';

/** An event with what the plane knows of it. */
export interface ExportedEvent {
  /** Members as on the wire. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly computer: string;
  /** Of the rule that hit. */
  readonly CVE?: readonly string[] | undefined;
  readonly applicationType?: string | undefined;
}

type Column = readonly [heading: string, cell: (found: ExportedEvent) => Cell];

const told =
  (member: string): Column[1] =>
  ({ event }) => {
    const value = event[member];
    return typeof value === 'number' || typeof value === 'string' ? value : undefined;
  };

/** ISO 8601 in UTC; what is no time is left empty. */
const timeOf =
  (member: string): Column[1] =>
  ({ event }) => {
    const at = event[member];
    return typeof at === 'number' ? new Date(at).toISOString() : undefined;
  };

/** This service does not know it, but whoever reads by column finds the column. */
const unknown: Column[1] = () => undefined;

const action: Column[1] = ({ event }) => {
  const code = event.action;
  return typeof code === 'string' && Object.hasOwn(actionTexts, code)
    ? actionTexts[code as keyof typeof actionTexts].json
    : undefined;
};

const directions: Readonly<Record<string, string>> = { incoming: 'Incoming', outgoing: 'Outgoing' };
const direction: Column[1] = ({ event }) => directions[String(event.direction)];

const RULE = 'Firewall Rule: ';
const firewallReason: Column[1] = ({ event }) => {
  const reason = String(event.reason ?? '');
  return event.ruleID === undefined || reason.startsWith(RULE) ? reason : `${RULE}${reason}`;
};

const packet = (reason: Column[1], module: readonly Column[]): readonly Column[] => [
  ['Time', timeOf('at')],
  ['Computer', ({ computer }) => computer],
  ['Reason', reason],
  ['Tag(s)', unknown],
  ...module,
  ['Action', action],
  ['Rank', unknown],
  ['Direction', direction],
  ['Interface', told('interface')],
  ['Frame Type', told('frameType')],
  ['Protocol', ({ event }) => String(event.protocol ?? '').toUpperCase()],
  ['Flags', told('flags')],
  ['Source IP', told('sourceIP')],
  ['Source MAC', unknown],
  ['Source Port', told('sourcePort')],
  ['Destination IP', told('destinationIP')],
  ['Destination MAC', unknown],
  ['Destination Port', told('destinationPort')],
  ['Packet Size', told('packetSize')],
  ['Repeat Count', told('repeatCount')],
  [
    'Time (microseconds)',
    ({ event }) => (typeof event.at === 'number' ? (event.at % 1000) * 1000 : undefined),
  ],
  ['Event Origin', () => 'Agent'],
  ['Interface Type', unknown],
  ['Container Name', unknown],
  ['Container ID', unknown],
  ['Image Name', unknown],
  ['Repo Digest', unknown],
  ['Process Name', unknown],
];

const flows: Readonly<Record<string, string>> = {
  connection: 'Connection Flow',
  reverse: 'Reverse Flow',
};

/** Columns of a table of events of a class (domain/events.md section 2). */
export const exportColumns: Readonly<Record<EventClass, readonly Column[]>> = {
  firewall: packet(firewallReason, []),
  'intrusion-prevention': [
    ...packet(told('reason'), [['Application Type', ({ applicationType }) => applicationType]]),
    ['Flow', ({ event }) => flows[String(event.flow)]],
    ['Note', ({ CVE }) => CVE?.join(' ')],
    ['End Time', timeOf('endAt')],
    ['Position In Buffer', unknown],
    ['Position In Stream', told('positionInStream')],
    ['Data Flags', unknown],
    ['Data Index', unknown],
    ['Data', unknown],
    ['Original IP (XFF)', unknown],
    ['Process ID', unknown],
    ['Thread ID', unknown],
    ['Image ID', unknown],
    ['Pod ID', unknown],
  ],
  agent: [
    ['Time', timeOf('at')],
    ['Computer', ({ computer }) => computer],
    ['Level', told('severity')],
    ['Event ID', told('number')],
    ['Event', told('title')],
    ['Description', told('description')],
    ['Event Origin', () => 'Agent'],
  ],
  system: [
    ['Time', timeOf('at')],
    ['Level', told('severity')],
    ['Event ID', told('number')],
    ['Event', told('title')],
    ['Tag(s)', unknown],
    ['Target', ({ event, computer }) => computer || told('targetName')({ event, computer })],
    ['Target Type', told('targetType')],
    ['Target ID', told('targetID')],
    ['Action By', told('actionBy')],
    ['Description', told('description')],
    ['Event Origin', () => 'Manager'],
  ],
};
