import type { Finding } from '../decide/decision.ts';
import { REASON } from '../decide/reason.ts';
import type { Packet } from '../decode/packet.ts';
import { type Effort, fullEffort, isSpent, STEPS_PER_PACKET } from '../match/effort.ts';
import type { CompiledRule } from '../rule/model.ts';
import type { FlowRecord } from '../stream/flow.ts';
import { applies, type Direction } from './applies.ts';
import type { InspectionHost } from './inspection.ts';

/** The packet at hand, as rules ask about it, and what they found. One object, aimed anew for every packet. */
export class Scope implements InspectionHost, Direction {
  findings: Finding[] = [];
  readonly effort: Effort = fullEffort();
  protocol = 0;
  v6 = false;
  addresses: Uint32Array = new Uint32Array(8);
  source = 0;
  destination = 4;
  sourcePort = 0;
  destinationPort = 0;
  toServer = true;
  established = false;
  #flow: FlowRecord | null = null;

  clear(): void {
    if (this.findings.length > 0) this.findings = [];
    this.effort.left = STEPS_PER_PACKET;
  }

  /** Once a packet is inspected: was it inspected to the end? */
  weighEffort(): void {
    if (isSpent(this.effort)) this.insane(REASON.matchLimit);
  }

  aimFlow(flow: FlowRecord, toServer: boolean): void {
    this.#flow = flow;
    this.protocol = flow.protocol;
    this.v6 = flow.v6;
    this.addresses = flow.addresses;
    this.source = toServer ? 0 : 4;
    this.destination = toServer ? 4 : 0;
    this.sourcePort = toServer ? flow.clientPort : flow.serverPort;
    this.destinationPort = toServer ? flow.serverPort : flow.clientPort;
    this.toServer = toServer;
    this.established = flow.established;
  }

  /** A packet that belongs to no flow counts as going to the server. */
  aimPacket(packet: Packet): void {
    this.#flow = null;
    this.protocol = packet.protocol;
    this.v6 = packet.v6;
    this.addresses = packet.addresses;
    this.source = 0;
    this.destination = 4;
    this.sourcePort = packet.sourcePort;
    this.destinationPort = packet.destinationPort;
    this.toServer = true;
    this.established = false;
  }

  applies(rule: CompiledRule): boolean {
    if (rule.onHttp && this.#flow?.toServer?.isHttp !== true) return false;
    return applies(rule, this);
  }

  matched(rule: CompiledRule): void {
    this.#find(rule, null);
  }

  /** Once per packet, when a rule may be found in the packet and in its stream. */
  matchedInPacket(rule: CompiledRule): void {
    if (!this.findings.some((finding) => finding.rule === rule)) this.#find(rule, null);
  }

  oversized(): void {
    this.#find(null, REASON.searchLimit);
  }

  insane(reason: number): void {
    this.#find(null, reason);
  }

  #find(rule: CompiledRule | null, reason: number | null): void {
    const half = this.toServer ? this.#flow?.client : this.#flow?.server;
    this.findings.push({ rule, reason, toServer: this.toServer, positionInStream: half?.delivered ?? 0 });
  }
}
