/**
 * An event with what a reader outside needs beside it: whose it is and where it came from. Forwarding formats are
 * made of this and of nothing else, so one event reads the same in CEF, LEEF and JSON.
 */
export type ToldEvent = ToldPacket | ToldSystem;

/** A packet event of one of the two modules, as in the agent's wire (events.md sections 3, 4 and 8). */
export type ToldPacket =
  | ({ readonly eventClass: 'firewall'; readonly event: FirewallFacts; readonly rule?: RuleFacts } & FromHost)
  | ({
      readonly eventClass: 'intrusion-prevention';
      readonly event: IntrusionPreventionFacts;
      readonly rule?: RuleFacts;
    } & FromHost);

/** A system event of the plane, or an agent's own event, which tells of its computer as the target. */
export interface ToldSystem {
  readonly eventClass: 'system';
  /** Unique within the tenant. */
  readonly id: string;
  readonly tenant: TenantFacts;
  readonly event: SystemFacts;
  /** Version of whoever made it. */
  readonly version: string;
}

interface FromHost {
  readonly id: string;
  readonly tenant: TenantFacts;
  readonly host: HostFacts;
}

export interface TenantFacts {
  readonly ID: number;
  readonly guid: string;
  readonly name: string;
}

export interface HostFacts {
  readonly ID: number;
  /** Display name where there is one, else the host's own name. */
  readonly name: string;
  readonly agentVersion: string;
  readonly guid?: string | undefined;
  readonly platform?: string | undefined;
  readonly lastIPUsed?: string | undefined;
  readonly policyID?: number | undefined;
  readonly policyName?: string | undefined;
  readonly groupID?: number | undefined;
  readonly groupName?: string | undefined;
}

export interface RuleFacts {
  readonly ID: number;
  readonly name: string;
  readonly CVE?: readonly string[] | undefined;
  /** Name of the application type. */
  readonly applicationType?: string | undefined;
}

interface PacketFacts {
  /** Epoch ms by the host's clock; `endAt` only on folded events. */
  readonly at: number;
  readonly endAt?: number | undefined;
  readonly repeatCount: number;
  readonly direction: 'incoming' | 'outgoing';
  readonly protocol: string;
  readonly sourceIP: string;
  readonly sourcePort?: number | undefined;
  readonly destinationIP: string;
  readonly destinationPort?: number | undefined;
  readonly interface?: string | undefined;
  readonly packetSize?: number | undefined;
  /** Engine reason, 0 where a rule hit (firewall rules: 20 log only, 21 deny). */
  readonly status: number;
  readonly reason: string;
}

export interface FirewallFacts extends PacketFacts {
  readonly action: 'deny' | 'log-only' | 'detect-only-deny';
  readonly frameType?: string | undefined;
  readonly flags?: string | undefined;
}

export interface IntrusionPreventionFacts extends PacketFacts {
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly action: 'block' | 'reset' | 'detect-only-block' | 'detect-only-reset' | 'log';
  readonly flow: 'connection' | 'reverse';
  readonly positionInStream?: number | undefined;
}

export interface SystemFacts {
  /** Epoch ms. */
  readonly at: number;
  readonly number: number;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly description?: string | undefined;
  /** Who did it; `System` where nobody did. */
  readonly actionBy: string;
  readonly origin: 'agent' | 'manager';
  readonly targetType?: string | undefined;
  readonly targetID?: number | undefined;
  readonly targetName?: string | undefined;
}
