import type { Openings } from './inspect/openings.ts';
import { PacketEngine } from './inspect/packet-engine.ts';
import { buildIndex, type RuleIndex } from './inspect/rule-index.ts';
import type { EngineLimits } from './limits.ts';
import { compileRule } from './rule/compile.ts';
import type { CompiledRule } from './rule/model.ts';
import type { RefusedSignature, Signature } from './signature.ts';

export type { EngineLimits } from './limits.ts';
export type { RefusedSignature, Signature } from './signature.ts';

export interface CompiledRules {
  readonly loaded: number;
  readonly refused: readonly RefusedSignature[];
  /** For the engine alone. */
  readonly index: RuleIndex;
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
  /**
   * `datagram` starts at the IP header; `at` is epoch milliseconds. `toServer` is which way it goes, if the caller
   * knows; it tells who opened a connection that was open before. Without it the lower port counts as the server's,
   * which a client can choose to be its own.
   */
  inspect(datagram: Uint8Array, at: number, toServer?: boolean): Decision;
  counts(): EngineCounts;
  /** How clients began to speak on which port, of the connections that opened since this was last asked. */
  openings(): readonly Openings[];
}

/** Compiles rules; a signature that does not compile is refused alone and the others load. Never throws. */
export function compileSignatures(signatures: readonly Signature[]): CompiledRules {
  const rules: CompiledRule[] = [];
  const refused: RefusedSignature[] = [];
  for (const signature of signatures) {
    const result = compileRule(signature, rules.length);
    if (result.ok) rules.push(result.rule);
    else refused.push({ ruleID: signature.ruleID, sid: result.sid, reason: result.reason });
  }
  return { loaded: rules.length, refused, index: buildIndex(rules) };
}

/** An engine with no flows yet. One engine serves one queue or one capture, packet after packet. */
export function createEngine(options: EngineOptions): Engine {
  return new PacketEngine(options);
}
