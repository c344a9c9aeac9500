import type { RefusedSignature, Signature } from './signature.ts';

export type { RefusedSignature, Signature } from './signature.ts';

export interface CompiledRules {
  readonly loaded: number;
  readonly refused: readonly RefusedSignature[];
}

export interface EngineLimits {
  /** Flows held at once (IPS-8). */
  readonly tcpFlows: number;
  readonly udpFlows: number;
  /** Inspect the streams of flows whose opening was not seen. */
  readonly midstream: boolean;
}

export interface EngineOptions {
  readonly rules: CompiledRules;
  readonly mode: 'inline' | 'tap';
  readonly behaviour: 'prevent' | 'detect';
  readonly limits?: Partial<EngineLimits>;
}

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** `client` is the side that opened the flow. */
export interface Flow {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'other';
  readonly client: Endpoint;
  readonly server: Endpoint;
}

/** `reason` is null for a rule; a sanity finding has ruleID and sid 0 and its id from the reason table (events.md §3, §4). */
export interface Hit {
  readonly ruleID: number;
  readonly sid: number;
  readonly action: 'alert' | 'drop' | 'reset';
  readonly reason: number | null;
  readonly flow: Flow;
  readonly toServer: boolean;
  readonly positionInStream: number;
}

export interface Decision {
  readonly verdict: 'pass' | 'drop' | 'reset';
  readonly hits: readonly Hit[];
}

export interface EngineCounts {
  readonly packets: number;
  readonly bytes: number;
  readonly tcpFlows: number;
  readonly udpFlows: number;
  readonly fragments: number;
  readonly malformed: number;
  readonly dropped: number;
}

export interface Engine {
  /** `datagram` starts at the IP header; `at` is epoch milliseconds. */
  inspect(datagram: Uint8Array, at: number): Decision;
  counts(): EngineCounts;
}

/** Every signature that does not compile is refused alone; the others load. */
export function compileSignatures(signatures: readonly Signature[]): CompiledRules {
  return { loaded: 0, refused: signatures.map(({ ruleID }) => ({ ruleID, sid: null, reason: 'not built' })) };
}

export function createEngine(options: EngineOptions): Engine {
  void options;
  const counts = { packets: 0, bytes: 0, tcpFlows: 0, udpFlows: 0, fragments: 0, malformed: 0, dropped: 0 };
  return { inspect: () => ({ verdict: 'pass', hits: [] }), counts: () => counts };
}
