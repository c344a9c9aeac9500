/**
 * A firewall rule with the management API's own member names and values (domain/api.md `firewallRule`), complete
 * with the defaults that a manager fills in, so that nothing further on has to guess.
 */
export type Action = 'log-only' | 'allow' | 'deny' | 'force-allow' | 'bypass';
export type Priority = '0' | '1' | '2' | '3' | '4';
export type Direction = 'incoming' | 'outgoing';
export type FrameType = 'any' | 'ip' | 'arp' | 'revarp' | 'ipv4' | 'ipv6' | 'other';
export type Protocol =
  | 'any'
  | 'icmp'
  | 'igmp'
  | 'ggp'
  | 'tcp'
  | 'pup'
  | 'udp'
  | 'idp'
  | 'nd'
  | 'raw'
  | 'tcp-udp'
  | 'icmpv6'
  | 'other';
export type IPType = 'any' | 'masked-ip' | 'range' | 'ip-list' | 'single' | 'multiple';
export type PortType = 'any' | 'multiple' | 'port-list';

export interface FirewallRule {
  readonly ID: number;
  readonly name: string;
  readonly action: Action;
  readonly priority: Priority;
  readonly direction: Direction;
  readonly frameType: FrameType;
  readonly protocol: Protocol;
  readonly protocolNumber?: number;
  readonly sourceIPType: IPType;
  readonly sourceIPValue?: string;
  readonly sourceIPMask?: string;
  readonly sourceIPRangeFrom?: string;
  readonly sourceIPRangeTo?: string;
  readonly sourceIPMultiple?: readonly string[];
  readonly sourceIPNot?: boolean;
  readonly sourcePortType: PortType;
  readonly sourcePortMultiple?: readonly string[];
  readonly sourcePortNot?: boolean;
  readonly destinationIPType: IPType;
  readonly destinationIPValue?: string;
  readonly destinationIPMask?: string;
  readonly destinationIPRangeFrom?: string;
  readonly destinationIPRangeTo?: string;
  readonly destinationIPMultiple?: readonly string[];
  readonly destinationIPNot?: boolean;
  readonly destinationPortType: PortType;
  readonly destinationPortMultiple?: readonly string[];
  readonly destinationPortNot?: boolean;
  /** Meaningful for deny and log-only. */
  readonly logDisabled?: boolean;
}
