import { parseNetwork, within } from '../address/network.ts';
import { isLike } from './format/routing.ts';

/** What is told of: the two modules' events, what the plane and agents say of themselves, and alerts as they are raised. */
export const eventClasses = ['intrusion-prevention', 'firewall', 'system', 'agent', 'alert'] as const;
export type EventClass = (typeof eventClasses)[number];

/** Severities of a class from the least on; firewall events have none (events.md sections 2 to 7). */
export const severityScale = {
  'intrusion-prevention': ['low', 'medium', 'high', 'critical'],
  firewall: [],
  system: ['info', 'warning', 'error'],
  agent: ['info', 'warning', 'error'],
  alert: ['warning', 'critical'],
} as const satisfies Readonly<Record<EventClass, readonly string[]>>;

/** All that are given must hold, each by one of its values; an empty list asks nothing. */
export interface Conditions {
  readonly severityAtLeast?: string | undefined;
  readonly ruleIDs: readonly number[];
  readonly cves: readonly string[];
  readonly actions: readonly string[];
  /** `*` stands for any run of characters, `?` for one; in any case of letters. */
  readonly reasons: readonly string[];
  readonly computerIDs: readonly number[];
  readonly computerGroupIDs: readonly number[];
  readonly policyIDs: readonly number[];
  /** Networks in which the source or the destination lies. */
  readonly addresses: readonly string[];
  /** Numbers of system and agent events. */
  readonly eventIDs: readonly number[];
}

/** Which events a tenant wants told, and where (EVT-4). */
export interface NotificationRule {
  readonly ID: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly eventClass: EventClass;
  readonly conditions: Conditions;
  readonly destinationIDs: readonly number[];
  /** Minutes in which what follows a mail is counted for the next one. */
  readonly digestMinutes: number;
}

/** What a rule can see of one event. */
export interface EventFacts {
  readonly eventClass: EventClass;
  readonly severity?: string | undefined;
  readonly ruleID?: number | undefined;
  readonly CVE?: readonly string[] | undefined;
  readonly action?: string | undefined;
  readonly reason: string;
  readonly computerID?: number | undefined;
  readonly groupID?: number | undefined;
  readonly policyID?: number | undefined;
  readonly addresses: readonly string[];
  readonly number?: number | undefined;
}

export const matches = ({ enabled, eventClass, conditions }: NotificationRule, event: EventFacts): boolean =>
  enabled &&
  eventClass === event.eventClass &&
  atLeast(eventClass, conditions.severityAtLeast, event.severity) &&
  holds(conditions.ruleIDs, (ID) => ID === event.ruleID) &&
  holds(conditions.cves, (cve) => event.CVE?.includes(cve) ?? false) &&
  holds(conditions.actions, (action) => action === event.action) &&
  holds(conditions.reasons, (wanted) => isLike(event.reason.toLowerCase(), wanted.toLowerCase())) &&
  holds(conditions.computerIDs, (ID) => ID === event.computerID) &&
  holds(conditions.computerGroupIDs, (ID) => ID === event.groupID) &&
  holds(conditions.policyIDs, (ID) => ID === event.policyID) &&
  holds(conditions.addresses, (network) => event.addresses.some((address) => lies(address, network))) &&
  holds(conditions.eventIDs, (number) => number === event.number);

/** Before it is known where the computer stands: false is never wrong. */
export const mayMatchOne = (rule: NotificationRule, event: EventFacts): boolean =>
  matches({ ...rule, conditions: { ...rule.conditions, computerGroupIDs: [], policyIDs: [] } }, event);

const holds = <T>(wanted: readonly T[], test: (one: T) => boolean): boolean =>
  wanted.length === 0 || wanted.some(test);

const atLeast = (of: EventClass, least: string | undefined, severity: string | undefined): boolean => {
  if (least === undefined) return true;
  const scale: readonly string[] = severityScale[of];
  return severity !== undefined && scale.indexOf(severity) >= Math.max(0, scale.indexOf(least));
};

const lies = (address: string, network: string): boolean => {
  const one = parseNetwork(address);
  const range = parseNetwork(network);
  return one !== undefined && range !== undefined && within(one, range);
};

/** What is known of a batch without unpacking it; lists that are full may have left something out. */
export interface BatchHint {
  readonly kinds: readonly string[];
  readonly ruleIDs: readonly number[];
  readonly severities: readonly string[];
  readonly computerID: number;
  /** Length at which `ruleIDs` is full. */
  readonly mostRules: number;
}

/** Whether a batch may hold an event that the rule wants: false spares a message, and is never wrong. */
export const mayMatch = ({ enabled, eventClass, conditions }: NotificationRule, hint: BatchHint): boolean =>
  enabled &&
  hint.kinds.includes(eventClass) &&
  holds(conditions.computerIDs, (ID) => ID === hint.computerID) &&
  (hint.ruleIDs.length >= hint.mostRules || holds(conditions.ruleIDs, (ID) => hint.ruleIDs.includes(ID))) &&
  (eventClass !== 'intrusion-prevention' ||
    hint.severities.some((severity) => atLeast(eventClass, conditions.severityAtLeast, severity)));
