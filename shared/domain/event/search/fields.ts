import type { FieldKind } from '../../search/filter.ts';
import type { Around, SearchedEvent } from './searched.ts';

export const eventClasses = ['intrusion-prevention', 'firewall', 'agent', 'system'] as const;
export type EventClass = (typeof eventClasses)[number];

/** A field of events: how it is tested, and where its values are; default: the member of that name. */
export interface EventField {
  readonly kind: FieldKind;
  readonly of?: (found: SearchedEvent, around: Around) => unknown;
  /** Its text may be an address range, `203.0.113.0/24`. */
  readonly address?: true;
  /** Needs the list of computers, or the catalogue of rules. */
  readonly needs?: 'computers' | 'rules';
}

type EventFields = Readonly<Record<string, EventField>>;

const computerOf = ({ computerID }: SearchedEvent, { computer }: Around) =>
  computerID === undefined ? undefined : computer(computerID);

/** Every text of the event, for a search that does not say where. */
const textsOf = ({ event }: SearchedEvent): readonly string[] =>
  Object.entries(event).flatMap(([name, value]) =>
    name !== 'kind' && typeof value === 'string' ? [value] : [],
  );

const every: EventFields = {
  eventID: { kind: 'string', of: ({ eventID }) => eventID },
  at: { kind: 'date' },
  computerID: { kind: 'id', of: ({ computerID }) => computerID },
  computerName: {
    kind: 'string',
    needs: 'computers',
    of: (found, around) => computerOf(found, around)?.name,
  },
  groupID: { kind: 'id', needs: 'computers', of: (found, around) => computerOf(found, around)?.groupID },
  policyID: { kind: 'id', needs: 'computers', of: (found, around) => computerOf(found, around)?.policyID },
  severity: { kind: 'choice' },
  text: { kind: 'strings', of: textsOf },
};

const received: EventFields = { received: { kind: 'date', of: (found) => found.received } };

const packets: EventFields = {
  endAt: { kind: 'date' },
  repeatCount: { kind: 'numeric', of: ({ event }) => event.repeatCount ?? 1 },
  direction: { kind: 'choice' },
  protocol: { kind: 'choice' },
  sourceIP: { kind: 'string', address: true },
  sourcePort: { kind: 'numeric' },
  destinationIP: { kind: 'string', address: true },
  destinationPort: { kind: 'numeric' },
  /** Either side. */
  address: { kind: 'strings', address: true, of: ({ event }) => [event.sourceIP, event.destinationIP] },
  port: { kind: 'numeric', of: ({ event }) => [event.sourcePort, event.destinationPort] },
  interface: { kind: 'string' },
  packetSize: { kind: 'numeric' },
  ruleID: { kind: 'id' },
  /** Number of the reason, events.md sections 3 and 4; 0 for a rule's hit. */
  status: { kind: 'numeric' },
  reason: { kind: 'string' },
  action: { kind: 'choice' },
};

const { severity: _none, ...withoutSeverity } = every;

/** What events of a class can be searched by. */
export const eventFields: Readonly<Record<EventClass, EventFields>> = {
  'intrusion-prevention': {
    ...every,
    ...received,
    ...packets,
    sid: { kind: 'numeric' },
    flow: { kind: 'choice' },
    CVE: {
      kind: 'strings',
      needs: 'rules',
      of: ({ event }, { CVEsOf }) => CVEsOf(event.ruleID as number) ?? [],
    },
  },
  firewall: {
    ...withoutSeverity,
    ...received,
    ...packets,
    frameType: { kind: 'string' },
    flags: { kind: 'string' },
  },
  agent: {
    ...every,
    ...received,
    number: { kind: 'numeric' },
    title: { kind: 'string' },
    description: { kind: 'string' },
  },
  system: {
    ...every,
    number: { kind: 'numeric' },
    title: { kind: 'string' },
    description: { kind: 'string' },
    actionBy: { kind: 'string' },
    targetType: { kind: 'choice' },
    targetID: { kind: 'id' },
    targetName: { kind: 'string' },
  },
};
