import type { PortRange } from '../../../shared/domain/firewall/ports.ts';
import type { Flow, RefusedSignature, Signature } from '../../../shared/domain/ips/engine.ts';
import type { OpeningTotals } from './opening-totals.ts';

export type { PortRange } from '../../../shared/domain/firewall/ports.ts';

/** What the inspection child is to do (IPS-2, IPS-3). Ports are those of services on this host. */
export interface InspectionSpec {
  readonly behaviour: 'prevent' | 'detect';
  readonly mode: 'inline' | 'tap';
  /** What traffic does while no child inspects it: pass (`open`) or stop (`closed`). */
  readonly onFailure: 'open' | 'closed';
  readonly signatures: readonly Signature[];
  readonly tcpPorts: readonly PortRange[];
  readonly udpPorts: readonly PortRange[];
  /** Connections held at once (IPS-8); the engine's defaults when absent. */
  readonly limits?: { readonly tcpFlows: number; readonly udpFlows: number };
  /** Rules of which every packet's bytes are kept, not one in five minutes. */
  readonly alwaysCapture?: readonly number[];
}

/** A finding, with the time the packet was seen (epoch ms). `packets` counts repeats only when folded later. */
export interface InspectionHit {
  readonly at: number;
  readonly ruleID: number;
  readonly sid: number;
  readonly action: 'alert' | 'drop' | 'reset';
  readonly reason: number | null;
  readonly flow: Flow;
  readonly toServer: boolean;
  readonly positionInStream: number;
  readonly interface: string | null;
  readonly packetSize: number;
  /** Base64 of the packet from its IP header on, at most 2,048 bytes of it, where its turn is (`captures.ts`). */
  readonly data?: string | undefined;
}

export type UpdateResult =
  | { readonly ok: true; readonly loaded: number; readonly refused: readonly RefusedSignature[] }
  | { readonly ok: false; readonly reason: RefusalReason; readonly detail: string };

/** `tap-unsupported` until TAP mode lands; `missing-tool`'s detail names the package that brings it. */
export type RefusalReason =
  | 'tap-unsupported'
  | 'missing-tool'
  | 'kernel-refused'
  | 'child-failed'
  | 'queue-taken';

/** Something the plane should hear of: why traffic went uninspected, and for how long. */
export type InspectionNotice =
  | { readonly kind: 'child-hung'; readonly silentMs: number }
  | {
      readonly kind: 'child-died';
      readonly code: number | null;
      readonly signal: string | null;
      readonly detail: string;
    }
  | { readonly kind: 'child-back'; readonly awayMs: number }
  | { readonly kind: 'hits-lost'; readonly count: number }
  /** Packets passed (open) or dropped (closed) because inspection did not keep up. */
  | { readonly kind: 'overflow'; readonly count: number };

export interface InspectionStatus {
  readonly state: 'stopped' | 'starting' | 'inspecting' | 'restarting';
  readonly pid: number | null;
  readonly queue: number;
  readonly loaded: number;
  readonly refused: readonly RefusedSignature[];
  readonly restarts: number;
  readonly counts: InspectionCounts | null;
  /** By the kernel's word, not ours: somebody is bound to our queue. */
  readonly bound: boolean;
}

/** As the child last reported them. */
export interface InspectionCounts {
  readonly packets: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly resets: number;
  readonly truncated: number;
  readonly lostHits: number;
  readonly tcpFlows: number;
  readonly udpFlows: number;
}

/** The port the supervisor drives. `start` on a running inspection is an `update`. */
export interface Inspection {
  start(spec: InspectionSpec): Promise<UpdateResult>;
  update(spec: InspectionSpec): Promise<UpdateResult>;
  stop(): Promise<void>;
  status(): InspectionStatus;
  /** How connections to a port of this host began; undefined: none was seen. */
  openingsOf: OpeningTotals['of'];
}
