import type { FirewallRule } from '../firewall/rule.ts';

/** Raise it when the same policy compiles to something else than before: every tenant's contents are then made anew. */
export const CONTENT_LEVEL = 2;

/**
 * Everything a host is told to do, and nothing about the host itself: hosts of one policy share one content, found
 * by its hash. Field names are those of the management API where it has them.
 */
export interface HostConfig {
  /** Rises when a member changes its meaning; an agent refuses one it does not know and keeps the running one. */
  readonly format: 1;
  readonly firewall: {
    readonly state: 'on' | 'off';
    readonly rules: readonly FirewallRule[];
  };
  readonly intrusionPrevention: {
    readonly state: 'off' | 'detect' | 'prevent';
    readonly engineMode: 'inline' | 'tap';
    /** What happens to traffic while inspection is away (firewallSettingFailureResponseEngineSystem). */
    readonly onFailure: 'open' | 'closed';
    readonly rules: readonly HostRule[];
  };
}

/** A rule as a host needs it. */
export interface HostRule {
  readonly ID: number;
  readonly name: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly applicationTypeID: number;
  /** Suricata-language texts; any of them hitting is the rule hitting. */
  readonly signatures: readonly string[];
  readonly action: 'drop' | 'reset';
  readonly detectOnly: boolean;
  /** The bytes of every packet that hits are kept, not of one in five minutes. */
  readonly alwaysIncludePacketData?: true | undefined;
  /** From the application type: where the rule's traffic is found. */
  readonly protocol: 'tcp' | 'udp' | 'tcp-udp' | 'icmp';
  /** Of a session's first packet; absent: incoming. */
  readonly direction?: 'incoming' | 'outgoing' | undefined;
  /** Single ports or ranges `8000-8010`. Empty: any. */
  readonly ports: readonly string[];
}
