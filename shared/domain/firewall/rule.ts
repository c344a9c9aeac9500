/**
 * A firewall rule as the management API has it (`firewallRule`): the same field names and values, so that the plane,
 * the what-if and the host speak of one thing. Fields that are absent mean the API's default.
 */
export type FirewallAction = 'log-only' | 'allow' | 'deny' | 'force-allow' | 'bypass';
export type Priority = '0' | '1' | '2' | '3' | '4';
export type Direction = 'incoming' | 'outgoing';

export type IPType = 'any' | 'masked-ip' | 'range' | 'ip-list' | 'single' | 'multiple';
type MACType = 'any' | 'single' | 'mac-list' | 'multiple';
export type PortType = 'any' | 'multiple' | 'port-list';

export interface FirewallRule {
  readonly ID: number;
  readonly name: string;
  readonly action: FirewallAction;
  readonly priority: Priority;
  readonly direction: Direction;
  readonly frameType?: 'any' | 'ip' | 'arp' | 'revarp' | 'ipv4' | 'ipv6' | 'other';
  /** Number of the frame type; read only with frameType `other`. */
  readonly frameNumber?: number;
  readonly frameNot?: boolean;
  readonly protocol?: ProtocolName;
  readonly protocolNumber?: number;
  readonly protocolNot?: boolean;
  readonly sourceIPType?: IPType;
  readonly sourceIPValue?: string;
  readonly sourceIPMask?: string;
  readonly sourceIPRangeFrom?: string;
  readonly sourceIPRangeTo?: string;
  readonly sourceIPMultiple?: readonly string[];
  readonly sourceIPListID?: number;
  readonly sourceIPNot?: boolean;
  readonly sourceMACType?: MACType;
  readonly sourceMACValue?: string;
  readonly sourceMACMultiple?: readonly string[];
  readonly sourceMACListID?: number;
  readonly sourceMACNot?: boolean;
  readonly sourcePortType?: PortType;
  readonly sourcePortMultiple?: readonly string[];
  readonly sourcePortListID?: number;
  readonly sourcePortNot?: boolean;
  readonly destinationIPType?: IPType;
  readonly destinationIPValue?: string;
  readonly destinationIPMask?: string;
  readonly destinationIPRangeFrom?: string;
  readonly destinationIPRangeTo?: string;
  readonly destinationIPMultiple?: readonly string[];
  readonly destinationIPListID?: number;
  readonly destinationIPNot?: boolean;
  readonly destinationMACType?: MACType;
  readonly destinationMACValue?: string;
  readonly destinationMACMultiple?: readonly string[];
  readonly destinationMACListID?: number;
  readonly destinationMACNot?: boolean;
  readonly destinationPortType?: PortType;
  readonly destinationPortMultiple?: readonly string[];
  readonly destinationPortListID?: number;
  readonly destinationPortNot?: boolean;
  readonly anyFlags?: boolean;
  readonly ICMPType?: number;
  readonly ICMPCode?: number;
  readonly ICMPNot?: boolean;
  /** Read only with anyFlags false. */
  readonly tcpflags?: readonly string[];
  readonly TCPNot?: boolean;
  readonly logDisabled?: boolean;
  readonly alertEnabled?: boolean;
  readonly includePacketData?: boolean;
  readonly scheduleID?: number;
  readonly contextID?: number;
}

export type ProtocolName =
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

/** One rule that is not enforced: the field that keeps it from being, and why, in words. */
export interface DisarmedRule {
  readonly ruleID: number;
  readonly field: string;
  readonly reason: string;
}
