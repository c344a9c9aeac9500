import type { RefusedSignature, Signature } from '../../../../shared/domain/ips/signature.ts';
import type { HostConfig } from '../../../../shared/domain/policy/host-config.ts';
import type { Inspection, InspectionHit, InspectionNotice } from '../../inspect/spec.ts';

/** A rule that is disarmed, alone, with the reason in words. */
export interface RefusedRule {
  readonly ruleID: number;
  readonly reason: string;
}

export type FirewallApplied =
  | {
      readonly ok: true;
      readonly refused: readonly RefusedRule[];
      /** False: these very rules were confirmed before. */
      readonly confirmationDue: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** The host's firewall as the supervisor drives it. */
export interface FirewallPort {
  /** Replaces the rules in one step. Without `confirm` within `deadlineMs` the former ones come back by themselves. */
  apply(config: HostConfig['firewall'], deadlineMs: number): Promise<FirewallApplied>;
  /** False: too late, the former rules are back. */
  confirm(): Promise<boolean>;
  rollBack(reason: string): Promise<void>;
  /** Takes our firewall away and gives back what the host had before. Throws when that did not succeed. */
  restoreHost(): Promise<void>;
}

export interface InspectionListeners {
  readonly onHit: (hit: InspectionHit) => void;
  readonly onNotice: (notice: InspectionNotice) => void;
}

export type CreateInspection = (listeners: InspectionListeners) => Inspection;

/** `compileSignatures(...).refused`: which texts this host's engine cannot use. */
export type CheckSignatures = (signatures: readonly Signature[]) => readonly RefusedSignature[];

export interface Clock {
  /** Epoch ms by the host's clock, which may be set at any time. */
  now(): number;
  /** Ms that only move forward. */
  monotonic(): number;
  /** Ends early, without an error, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
