import type { TallyLine } from '../../shared/domain/notification/digest.ts';
import { alertFacts, packetFacts, systemFacts } from '../../shared/domain/notification/facts.ts';
import type {
  RuleFacts,
  TenantFacts,
  ToldEvent,
  ToldPacket,
} from '../../shared/domain/notification/format/told-event.ts';
import type { EventFacts } from '../../shared/domain/notification/rule.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { type SystemEventItem, shownSystemEvent } from '../../shared/table/entities/event/system-event.ts';
import { titleOfAlert } from './alert-text.ts';
import type { KnownComputer } from './known-computer.ts';

/** An event as it goes out, what rules see of it, and its line in a mail. */
export interface Told {
  readonly event: ToldEvent;
  readonly facts: EventFacts;
  readonly line: TallyLine;
}

const VERSION = '1.0.0';
/** System event "Alert Started" (events.md section 5). */
const ALERT_STARTED = 190;

/** An event of a batch. */
export const toldOfHost = (
  event: HostEvent,
  id: string,
  tenant: TenantFacts,
  { host, place }: KnownComputer,
  rule: RuleFacts | undefined,
): Told => {
  if (event.kind === 'agent') {
    const system = {
      ...event,
      actionBy: 'System',
      origin: 'agent' as const,
      targetType: 'Host',
      targetID: host.ID,
      targetName: host.name,
    };
    return {
      event: { eventClass: 'system', id, tenant, version: host.agentVersion, event: system },
      facts: systemFacts('agent', system, place),
      line: { computer: host.name, what: event.title, severity: event.severity, count: 1, at: event.at },
    };
  }
  const packet = { eventClass: event.kind, id, tenant, host, event, ...(rule && { rule }) } as ToldPacket;
  return {
    event: packet,
    facts: packetFacts(packet.eventClass, event, rule, place),
    line: {
      computer: host.name,
      what: plainLine(rule?.name ?? event.reason, 200),
      from: event.direction === 'incoming' ? event.sourceIP : event.destinationIP,
      action: event.action,
      ...(event.kind === 'intrusion-prevention' && { severity: event.severity }),
      count: event.repeatCount,
      at: event.at,
    },
  };
};

export const toldOfSystem = (
  item: SystemEventItem,
  tenant: TenantFacts,
  known: KnownComputer | undefined,
): Told => {
  const { eventID: id, at, number, severity, title, description, actionBy } = shownSystemEvent(item);
  const { targetType, targetID, targetName } = item;
  const event = {
    at,
    number,
    severity,
    title,
    description,
    actionBy,
    targetType,
    targetID,
    targetName,
    origin: 'manager' as const,
  };
  return {
    event: { eventClass: 'system', id, tenant, version: VERSION, event },
    facts: systemFacts('system', event, known?.place),
    line: { computer: targetName, what: title, severity, count: 1, at },
  };
};

/** An alert goes out as the system event that tells of its beginning (events.md section 7). */
export const toldOfAlert = (
  notice: AlertNotice,
  tenant: TenantFacts,
  known: KnownComputer | undefined,
): Told => {
  const { type, target, began, computerID, policyID, count, sources = [] } = notice;
  const facts = alertFacts(notice, known?.place);
  const name = notice.computerName ?? notice.policyName ?? target;
  const title = titleOfAlert(notice);
  return {
    event: {
      eventClass: 'system',
      id: `alert-${type}-${target}-${began}`,
      tenant,
      version: VERSION,
      event: {
        at: began,
        number: ALERT_STARTED,
        severity: facts.severity === 'critical' ? 'error' : 'warning',
        title: 'Alert Started',
        description: `Alert: ${title}\nSubject: ${name}\nSeverity: ${facts.severity}`,
        actionBy: 'System',
        origin: 'manager',
        targetType: policyID === undefined ? 'Computer' : 'Policy',
        targetID: computerID ?? policyID,
        targetName: name,
      },
    },
    facts,
    line: { computer: name, what: title, from: sources[0], severity: facts.severity, count, at: began },
  };
};
