import { engineReason } from '../../../../shared/domain/event/engine-reason.ts';
import type { FirewallEvent as WireEvent } from '../../../../shared/schema/agent/events.ts';
import type { FirewallEvent as SeenEvent } from '../../firewall/event.ts';

const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmpv6',
};
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'] as const;

/** What the kernel's rules logged as the event that the plane shows; `ruleName` names the rule that did it. */
export const firewallEvent = (
  seen: SeenEvent,
  ruleName: (ruleID: number) => string | undefined,
): WireEvent => ({
  kind: 'firewall',
  at: seen.startTime,
  repeatCount: seen.repeatCount,
  ...(seen.repeatCount > 1 && { endAt: seen.endTime }),
  direction: seen.direction,
  protocol: PROTOCOLS[seen.protocol] ?? String(seen.protocol),
  sourceIP: seen.sourceIP,
  destinationIP: seen.destinationIP,
  ...(seen.sourcePort !== null && { sourcePort: seen.sourcePort }),
  ...(seen.destinationPort !== null && { destinationPort: seen.destinationPort }),
  ...(seen.interface !== null && { interface: seen.interface }),
  packetSize: seen.packetSize,
  ...(seen.ruleID !== null && { ruleID: seen.ruleID }),
  status: seen.eventID,
  reason:
    seen.ruleID === null ? engineReason(seen.eventID) : (ruleName(seen.ruleID) ?? `Rule ${seen.ruleID}`),
  action: seen.eventID === 20 ? 'log-only' : 'deny',
  frameType: seen.version === 6 ? 'ipv6' : 'ip',
  ...(seen.flags !== null && { flags: flagNames(seen.flags) }),
});

const flagNames = (flags: number): string => FLAGS.filter((_, bit) => flags & (1 << bit)).join(' ');
