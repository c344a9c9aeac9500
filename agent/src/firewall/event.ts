/** A firewall event (behaviour.md §1): 20 log only, 21 a deny rule, 123 out of allowed policy. */
export interface FirewallEvent {
  readonly eventID: 20 | 21 | 123;
  /** Null when no rule caused it. */
  readonly ruleID: number | null;
  readonly direction: 'incoming' | 'outgoing';
  readonly interface: string | null;
  readonly version: 4 | 6;
  /** IP protocol number. */
  readonly protocol: number;
  /** TCP flags byte; null for other protocols. */
  readonly flags: number | null;
  readonly sourceIP: string;
  readonly sourcePort: number | null;
  readonly destinationIP: string;
  readonly destinationPort: number | null;
  readonly packetSize: number;
  /** Epoch milliseconds of the first packet and the last one folded into it. */
  readonly startTime: number;
  readonly endTime: number;
  readonly repeatCount: number;
}
