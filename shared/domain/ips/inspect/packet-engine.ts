import { type Finding, judge } from '../decide/decision.ts';
import { REASON } from '../decide/reason.ts';
import { addressText } from '../decode/address-text.ts';
import { decode } from '../decode/decode.ts';
import { ACK, emptyPacket, ICMP, ICMPV6, type Packet, RST, SYN, TCP, UDP } from '../decode/packet.ts';
import type { Decision, Engine, EngineCounts, EngineOptions, Flow, Hit } from '../engine.ts';
import { DEFAULT_LIMITS, type EngineLimits } from '../limits.ts';
import type { FlowRecord } from '../stream/flow.ts';
import { FlowTable, fromClient } from '../stream/flow-table.ts';
import { TcpStreams } from '../stream/tcp-streams.ts';
import { type Tracked, trackTcp } from '../stream/track-tcp.ts';
import { Inspection } from './inspection.ts';
import { OpeningCounter, type Openings } from './openings.ts';
import { inspectBare, inspectPayload } from './packet-rules.ts';
import { GATE_HTTP, GATE_TO_CLIENT, GATE_TO_SERVER, type RuleIndex } from './rule-index.ts';
import { Scope } from './scope.ts';

const PASS: Decision = { verdict: 'pass', hits: [] };
const DROP: Decision = { verdict: 'drop', hits: [] };

/** Takes packets one by one and says what becomes of each. */
export class PacketEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #limits: EngineLimits;
  readonly #index: RuleIndex;
  readonly #inline: boolean;
  readonly #table: FlowTable;
  readonly #streams: TcpStreams;
  readonly #scope = new Scope();
  readonly #packet = emptyPacket();
  readonly #tracked: Tracked = { phase: 'opening', begun: false, unasked: false };
  readonly #openings = new OpeningCounter();
  readonly #readsOthers: boolean;
  #packets = 0;
  #bytes = 0;
  #fragments = 0;
  #malformed = 0;
  #dropped = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#index = options.rules.index;
    this.#inline = options.mode === 'inline';
    this.#streams = new TcpStreams(this.#limits, this.#inline);
    this.#table = new FlowTable(this.#limits, (flow) => this.#streams.release(flow));
    const { otherPackets, bare } = this.#index;
    this.#readsOthers = otherPackets.automaton !== null || otherPackets.always.length > 0 || bare.length > 0;
  }

  inspect(datagram: Uint8Array, at: number, toServer?: boolean): Decision {
    this.#packets++;
    this.#bytes += datagram.length;
    this.#scope.clear();
    const packet = this.#packet;
    const decoded = decode(datagram, packet);
    if (decoded === 'fragment') {
      // The kernel's connection tracking hands over whole datagrams; a fragment shows up only in captures.
      this.#fragments++;
      return PASS;
    }
    this.#scope.aimPacket(packet);
    if (decoded !== 'whole') {
      this.#malformed++;
      packet.addresses.fill(0);
      this.#scope.insane(decoded);
      return this.#decide(null);
    }
    if (packet.protocol === TCP) return this.#tcp(at, toServer);
    if (!this.#readsOthers) return PASS;
    return packet.protocol === UDP ? this.#udp(at) : this.#other();
  }

  counts(): EngineCounts {
    return {
      packets: this.#packets,
      bytes: this.#bytes,
      tcpFlows: this.#table.tcpFlows,
      udpFlows: this.#table.udpFlows,
      fragments: this.#fragments,
      malformed: this.#malformed,
      dropped: this.#dropped,
    };
  }

  openings(): readonly Openings[] {
    return this.#openings.take();
  }

  #tcp(at: number, known: boolean | undefined): Decision {
    const packet = this.#packet;
    const flow = this.#findTcp() ?? this.#openTcp(at, known);
    if (flow === null) return (packet.flags & RST) !== 0 ? PASS : this.#full(REASON.tcpFlowLimit);
    const toServer = fromClient(flow, packet);
    const held = flow.held;
    trackTcp(flow, packet, toServer, this.#tracked);
    if ((packet.flags & SYN) !== 0) this.#streams.forgot(held - flow.held);
    if (this.#tracked.begun) this.#prepare(flow);
    this.#table.touch(flow, this.#tracked.phase, at);
    if (this.#tracked.unasked && this.#inline) return this.#drop();
    const size = packet.payloadEnd - packet.payloadStart;
    if (flow.settled === 'dropped') {
      // A bare SYN may open a new connection on the same ports: its answer will tell.
      return size === 0 && (packet.flags & (SYN | ACK)) === SYN ? PASS : this.#drop();
    }
    if (flow.settled === 'passed') return PASS;
    if (this.#limits.midstream && !flow.established && (packet.flags & RST) === 0) {
      joinMidstream(flow, packet, toServer);
    }
    this.#scope.aimFlow(flow, !toServer);
    this.#streams.acknowledge(flow, packet, toServer, this.#scope);
    this.#scope.aimFlow(flow, toServer);
    if (size > 0 && !this.#tcpPayload(flow, toServer)) return this.#drop();
    if (this.#index.bare.length > 0) inspectBare(this.#index.bare, flow, this.#scope);
    return this.#decide(flow);
  }

  /** False when the segment has to be held back, since there is no room to remember it. */
  #tcpPayload(flow: FlowRecord, toServer: boolean): boolean {
    const index = this.#index;
    const scope = this.#scope;
    const packet = this.#packet;
    // Data on a SYN that is not the first of its flow belongs to no stream yet.
    if (flow.reopening !== null && (packet.flags & (SYN | ACK)) === SYN) return !this.#inline;
    // Nor does data sent before the server answered: it would be read as not established, and when the server gets
    // to see it, it would look like a mere repetition.
    const early = flow.phase === 'opening' && !flow.established;
    const before = this.#streams.before(flow, packet, toServer);
    if (before === 'lost') return !this.#inline;
    if (before === 'moved') this.#prepare(flow);
    if (toServer && !early && isFirst(flow, packet)) {
      this.#openings.note(flow.serverPort, packet.bytes, packet.payloadStart, packet.payloadEnd);
    }
    const taken = early ? 'unread' : this.#streams.payload(flow, packet, toServer, scope);
    if (taken === 'conflict') scope.insane(REASON.differentRetransmit);
    if (taken === 'no-room') return !this.#inline;
    inspectPayload(index.tcpPackets, index.rules, packet, scope);
    if (taken === 'unread' && flow.unseenOpening) {
      inspectPayload(toServer ? index.streamToServer : index.streamToClient, index.rules, packet, scope);
    }
    return true;
  }

  #findTcp(): FlowRecord | null {
    const flow = this.#table.find(this.#packet);
    const asks = (this.#packet.flags & (SYN | ACK)) === SYN;
    if (flow === null || !flow.unseenOpening || !asks || fromClient(flow, this.#packet)) return flow;
    // Who is the server was a guess, and a wrong one.
    this.#table.remove(flow);
    return null;
  }

  #openTcp(at: number, toServer: boolean | undefined): FlowRecord | null {
    const packet = this.#packet;
    if ((packet.flags & RST) !== 0) return null;
    const opening = (packet.flags & (SYN | ACK)) === SYN;
    const answers = (packet.flags & SYN) !== 0 || packet.sourcePort < packet.destinationPort;
    const reversed = !opening && (toServer === undefined ? answers : !toServer);
    const flow = this.#table.add(packet, opening ? 'opening' : 'established', at, reversed);
    if (flow === null) return null;
    flow.unseenOpening = !opening;
    this.#prepare(flow);
    return flow;
  }

  /** Sets up the inspection that the rules for this server port need. */
  #prepare(flow: FlowRecord): void {
    const index = this.#index;
    const gate = index.gate(flow.serverPort);
    const http =
      (gate & GATE_HTTP) !== 0 || ((gate & (GATE_TO_SERVER | GATE_TO_CLIENT)) !== 0 && index.needsHttp);
    const toServer = (gate & GATE_TO_SERVER) !== 0 ? index.streamToServer : null;
    flow.toServer = http || toServer !== null ? new Inspection(index, flow.client, toServer, http) : null;
    const toClient = (gate & GATE_TO_CLIENT) !== 0 ? index.streamToClient : null;
    flow.toClient = toClient !== null ? new Inspection(index, flow.server, toClient, false) : null;
  }

  #udp(at: number): Decision {
    const packet = this.#packet;
    const flow = this.#table.find(packet) ?? this.#table.add(packet, 'udp', at, false);
    if (flow === null) return this.#full(REASON.udpFlowLimit);
    const toServer = fromClient(flow, packet);
    if (!toServer) flow.established = true;
    this.#table.touch(flow, 'udp', at);
    if (flow.settled !== null) return flow.settled === 'dropped' ? this.#drop() : PASS;
    this.#scope.aimFlow(flow, toServer);
    inspectPayload(this.#index.otherPackets, this.#index.rules, packet, this.#scope);
    if (this.#index.bare.length > 0) inspectBare(this.#index.bare, flow, this.#scope);
    return this.#decide(flow);
  }

  #other(): Decision {
    inspectPayload(this.#index.otherPackets, this.#index.rules, this.#packet, this.#scope);
    inspectBare(this.#index.bare, null, this.#scope);
    return this.#decide(null);
  }

  #full(reason: number): Decision {
    this.#scope.aimPacket(this.#packet);
    this.#scope.insane(reason);
    return this.#decide(null);
  }

  #drop(): Decision {
    this.#dropped++;
    return DROP;
  }

  #decide(flow: FlowRecord | null): Decision {
    this.#scope.weighEffort();
    if (this.#scope.findings.length === 0) return PASS;
    const { verdict, effects, settles } = judge(this.#options, this.#scope.findings);
    const view = this.#flowView(flow);
    const hits = effects.map(({ finding, effect }): Hit => hitOf(finding, effect, view));
    if (flow !== null && settles !== null) {
      flow.settled = settles;
      this.#streams.release(flow);
      flow.toServer = null;
      flow.toClient = null;
    }
    if (verdict !== 'pass') this.#dropped++;
    return { verdict, hits };
  }

  #flowView(flow: FlowRecord | null): Flow {
    const { addresses, protocol, v6, sourcePort, destinationPort } = this.#packet;
    const ends = flow?.addresses ?? addresses;
    return {
      protocol: NAMES[protocol] ?? 'other',
      client: { ip: addressText(v6, ends, 0), port: flow?.clientPort ?? sourcePort },
      server: { ip: addressText(v6, ends, 4), port: flow?.serverPort ?? destinationPort },
    };
  }
}

const NAMES: Readonly<Record<number, Flow['protocol']>> = {
  [TCP]: 'tcp',
  [UDP]: 'udp',
  [ICMP]: 'icmp',
  [ICMPV6]: 'icmpv6',
};

function hitOf(finding: Finding, action: Hit['action'], flow: Flow): Hit {
  const { rule, reason, toServer, positionInStream } = finding;
  return { ruleID: rule?.ruleID ?? 0, sid: rule?.sid ?? 0, action, reason, flow, toServer, positionInStream };
}

/** Whether a segment is the first that the client of a connection sent, the opening having been seen. */
function isFirst({ client, unseenOpening }: FlowRecord, { sequence }: Packet): boolean {
  return !unseenOpening && !client.guessed && client.delivered === 0 && client.initial === sequence;
}

/** A connection whose opening was not wholly seen is read from its next byte on. */
function joinMidstream(flow: FlowRecord, packet: Packet, toServer: boolean): void {
  const { client, server } = flow;
  const [sender, receiver] = toServer ? [client, server] : [server, client];
  const opens = (packet.flags & SYN) !== 0;
  // The answer to a SYN not seen tells where both streams begin; a SYN of the client, or what claims to answer it, does not.
  if (opens && (toServer || (packet.flags & ACK) === 0 || !flow.unseenOpening)) return;
  if (sender.initial === null) {
    sender.open(opens ? (packet.sequence + 1) >>> 0 : packet.sequence);
    sender.guessed = !opens;
  }
  if (receiver.initial === null && (packet.flags & ACK) !== 0) receiver.open(packet.acknowledgment);
  flow.established ||= !opens;
}
