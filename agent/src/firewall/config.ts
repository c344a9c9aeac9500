import type { DisarmedRule, FirewallRule } from '../../../shared/domain/firewall/rule.ts';

/** What the host's firewall is to be. */
export interface FirewallConfig {
  readonly rules: readonly FirewallRule[];
  /** FW-13: the host's own input and output filters are set aside while ours is on, unless they are to be kept. */
  readonly hostFilter: 'set-aside' | 'keep';
  /** The vendor's implicit force-allow rules: DNS queries and DHCP of this host, and ICMP fragmentation needed. Default on. */
  readonly builtIn?: { readonly dnsAndDhcp: boolean; readonly fragmentationNeeded: boolean };
  /** Besides packets with our mark: traffic of these users passes unfiltered (the agent's, where it has one of its own). */
  readonly ownUids?: readonly number[];
}

export type ApplyResult =
  | {
      readonly ok: true;
      /** Content hash of what is in force now. */
      readonly hash: string;
      /** False when this very configuration was confirmed before: nothing is to be confirmed. */
      readonly confirmationDue: boolean;
      readonly disarmed: readonly DisarmedRule[];
    }
  | {
      readonly ok: false;
      /** `rolled-back-before`: this content locked the host out once and is not tried again. */
      readonly reason: 'missing-tool' | 'kernel-refused' | 'rolled-back-before';
      readonly detail: string;
      readonly disarmed: readonly DisarmedRule[];
    };

export type ConfirmResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'rolled-back' | 'nothing-pending' };

export interface RolledBack {
  readonly hash: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface FirewallStatus {
  /** Null: nft is there. Else what is missing and the package that brings it. */
  readonly missing: string | null;
  readonly confirmed: string | null;
  readonly pending: string | null;
  readonly rolledBack: RolledBack | null;
  /** Hash of the ruleset the kernel really has; null when our table is not there. */
  readonly inForce: string | null;
  readonly hostFilter: {
    /** Base chains of the host that are set aside, as `family table chain`. */
    readonly setAside: readonly string[];
    /** Filters left in force, and why. */
    readonly untouched: readonly { readonly what: string; readonly why: string }[];
  };
}

/** The port the supervisor drives. One change at a time. */
export interface Firewall {
  /** Puts a configuration in force. Unless `confirm` follows within `deadlineMs`, the one before comes back, even when this process is gone. */
  apply(config: FirewallConfig, deadlineMs: number): Promise<ApplyResult>;
  confirm(): Promise<ConfirmResult>;
  rollBack(reason: string): Promise<void>;
  /** At start-up: settles what an earlier process left open and puts the last confirmed configuration in force. */
  load(): Promise<{ readonly inForce: string | null; readonly rolledBack: RolledBack | null }>;
  /** Firewall off: our table and everything we put into the host's are gone (AGT-10). */
  restoreHost(): Promise<void>;
  status(): Promise<FirewallStatus>;
}
