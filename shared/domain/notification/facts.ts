import { type AlertType, alertKinds } from '../alert/catalogue.ts';
import type { RuleFacts, SystemFacts, ToldPacket } from './format/told-event.ts';
import type { EventFacts } from './rule.ts';

/** Where a computer stands when its event is told; 0 is no group or policy. */
export interface Place {
  readonly computerID?: number | undefined;
  readonly groupID?: number | undefined;
  readonly policyID?: number | undefined;
}

export const packetFacts = (
  eventClass: ToldPacket['eventClass'],
  event: ToldPacket['event'] & { readonly ruleID?: number | undefined },
  rule: RuleFacts | undefined,
  place: Place,
): EventFacts => ({
  eventClass,
  ...place,
  severity: 'severity' in event ? event.severity : undefined,
  ruleID: event.ruleID,
  CVE: rule?.CVE,
  action: event.action,
  reason: rule?.name ?? event.reason,
  addresses: [event.sourceIP, event.destinationIP],
});

/** A system event, or one that an agent tells of itself; `place` of the computer that it is about. */
export const systemFacts = (
  eventClass: 'system' | 'agent',
  { severity, number, title, targetType, targetID }: SystemFacts,
  place: Place = {},
): EventFacts => ({
  eventClass,
  severity,
  number,
  reason: title,
  addresses: [],
  ...place,
  computerID: place.computerID ?? (targetType === 'Computer' ? targetID : undefined),
  policyID: place.policyID ?? (targetType === 'Policy' ? targetID : undefined),
});

/** What an alert is about when it is raised. */
export interface RaisedAlert {
  readonly type: AlertType;
  /** As the tenant wants it; absent: as the catalogue has it. */
  readonly severity?: 'critical' | 'warning' | undefined;
  readonly computerID?: number | undefined;
  readonly policyID?: number | undefined;
  readonly ruleID?: number | undefined;
  readonly CVE?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
}

export const alertFacts = (
  { type, severity, computerID, policyID, ruleID, CVE, sources = [] }: RaisedAlert,
  place: Place = {},
): EventFacts => ({
  eventClass: 'alert',
  severity: severity ?? alertKinds[type].severity,
  reason: alertKinds[type].title,
  ruleID,
  CVE,
  addresses: sources,
  computerID,
  groupID: place.groupID,
  policyID: policyID ?? place.policyID,
});
