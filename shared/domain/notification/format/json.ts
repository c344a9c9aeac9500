import { actionTexts } from './action-text.ts';
import type { ToldEvent, ToldPacket, ToldSystem } from './told-event.ts';

/** An event as a JSON object of the field (events.md section 8). Members without a value are not there. */
export type JsonEvent = Readonly<Record<string, string | number>>;

/**
 * The objects of one message to a topic or webhook: an array, which an SNS message carries as a string. Dates read
 * `YYYY-MM-DDThh:mm:ss.sssZ`; there are no floats.
 */
export const toJsonEvents = (told: readonly ToldEvent[]): readonly JsonEvent[] => told.map(toJsonEvent);

export const toJsonEvent = (told: ToldEvent): JsonEvent => {
  const members = {
    EventType: EVENT_TYPES[told.eventClass],
    EventID: 0,
    UniqueID: told.id,
    LogDate: dateText(told.event.at),
    TenantGUID: told.tenant.guid,
    TenantID: told.tenant.ID,
    TenantName: told.tenant.name,
    ...(told.eventClass === 'system' ? systemMembers(told) : packetMembers(told)),
  };
  return Object.fromEntries(Object.entries(members).filter(isThere));
};

const EVENT_TYPES = {
  system: 'SystemEvent',
  firewall: 'PacketLog',
  'intrusion-prevention': 'PayloadLog',
} as const;

type Member = string | number | undefined;

const isThere = (entry: [string, Member]): entry is [string, string | number] => entry[1] !== undefined;

const dateText = (ms: number): string => new Date(ms).toISOString();

const ORIGIN = {
  agent: { Origin: 0, OriginString: 'Agent' },
  manager: { Origin: 3, OriginString: 'Manager' },
} as const;
const SYSTEM_SEVERITY = { info: [1, 'Info'], warning: [2, 'Warning'], error: [3, 'Error'] } as const;

const systemMembers = ({ event }: ToldSystem): Record<string, Member> => ({
  ...ORIGIN[event.origin],
  ActionBy: event.actionBy,
  Description: event.description ?? '',
  Number: event.number,
  Severity: SYSTEM_SEVERITY[event.severity][0],
  SeverityString: SYSTEM_SEVERITY[event.severity][1],
  Tags: '',
  TargetID: event.targetID,
  TargetName: event.targetName,
  TargetType: event.targetType,
  Title: event.title,
});

const packetMembers = (told: ToldPacket): Record<string, Member> => {
  const { event, host } = told;
  return {
    ...ORIGIN.agent,
    Action: actionTexts[event.action].number,
    ActionString: actionTexts[event.action].json,
    ...hostMembers(told),
    Reason: told.rule?.name ?? event.reason,
    RepeatCount: event.repeatCount,
    ...(event.endAt !== undefined && { EndLogDate: dateText(event.endAt) }),
    ...(event.direction === 'incoming'
      ? { Direction: 0, DirectionString: 'Incoming' }
      : { Direction: 1, DirectionString: 'Outgoing' }),
    ...protocolMembers(event.protocol),
    SourceIP: event.sourceIP,
    SourcePort: event.sourcePort,
    DestinationIP: event.destinationIP,
    DestinationPort: event.destinationPort,
    Interface: event.interface,
    HostLastIPUsed: host.lastIPUsed,
    Tags: '',
    ...(told.eventClass === 'firewall' ? firewallMembers(told) : inspectionMembers(told)),
  };
};

const hostMembers = ({ host }: ToldPacket): Record<string, Member> => ({
  HostID: host.ID,
  Hostname: host.name,
  HostGUID: host.guid,
  HostAgentGUID: host.guid,
  HostAgentVersion: host.agentVersion,
  HostOS: host.platform,
  HostSecurityPolicyID: host.policyID,
  HostSecurityPolicyName: host.policyName,
  HostGroupID: host.groupID,
  HostGroupName: host.groupName,
});

const firewallMembers = ({
  event,
  rule,
}: Extract<ToldPacket, { eventClass: 'firewall' }>): Record<string, Member> => ({
  ...FRAMES[event.frameType?.toLowerCase() ?? ''],
  Flags: event.flags,
  PacketSize: event.packetSize,
  Status: rule ? 0 : event.status,
});

const RULE_SEVERITY = {
  low: [1, 'Low'],
  medium: [2, 'Medium'],
  high: [3, 'High'],
  critical: [4, 'Critical'],
} as const;

const inspectionMembers = ({
  event,
  rule,
}: Extract<ToldPacket, { eventClass: 'intrusion-prevention' }>): Record<string, Member> => ({
  ApplicationType: rule?.applicationType,
  ...(event.flow === 'connection'
    ? { Flow: 0, FlowString: 'Connection Flow' }
    : { Flow: 1, FlowString: 'Reverse Flow' }),
  Note: rule?.CVE?.join(', '),
  PosInStream: event.positionInStream,
  Severity: RULE_SEVERITY[event.severity][0],
  SeverityString: RULE_SEVERITY[event.severity][1],
  Status: rule || event.status === 0 ? 0 : -event.status,
});

const FRAMES: Readonly<Record<string, Record<string, Member>>> = {
  ip: { Frame: 2048, FrameString: 'IP' },
  ipv4: { Frame: 2048, FrameString: 'IP' },
  ipv6: { Frame: 0x86dd, FrameString: 'IPv6' },
  arp: { Frame: 2054, FrameString: 'ARP' },
  revarp: { Frame: 32_821, FrameString: 'REVARP' },
};

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ggp: 3,
  tcp: 6,
  pup: 12,
  udp: 17,
  idp: 22,
  icmpv6: 58,
  nd: 77,
  raw: 255,
};

const protocolMembers = (protocol: string): Record<string, Member> => {
  const name = protocol.toLowerCase();
  const number = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  return {
    Protocol: number ?? (/^\d{1,3}$/.test(name) ? Number(name) : -1),
    ProtocolString: protocol.toUpperCase(),
  };
};
