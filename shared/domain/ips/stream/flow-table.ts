import { type Packet, TCP } from '../decode/packet.ts';
import { type EngineLimits, IDLE_MS, OPENING_GRACE_MS } from '../limits.ts';
import { FlowRecord, type Phase } from './flow.ts';

/** All flows, found by address and port of both ends whichever side a packet comes from. Bounded, oldest idle first. */
export class FlowTable {
  readonly #limits: EngineLimits;
  readonly #buckets = new Map<number, FlowRecord>();
  readonly #idle: Record<Phase, IdleList> = {
    opening: new IdleList(),
    established: new IdleList(),
    closed: new IdleList(),
    udp: new IdleList(),
  };
  readonly #forgotten: (flow: FlowRecord) => void;
  tcpFlows = 0;
  udpFlows = 0;

  /** `forgotten` hears of every flow that leaves the table. */
  constructor(limits: EngineLimits, forgotten: (flow: FlowRecord) => void) {
    this.#limits = limits;
    this.#forgotten = forgotten;
  }

  find(packet: Packet): FlowRecord | null {
    let flow = this.#buckets.get(this.#hash(packet)) ?? null;
    while (flow !== null && !sameFlow(flow, packet)) flow = flow.chained;
    return flow;
  }

  /** Adds a flow the packet belongs to, its source being the client unless `reversed`; null when the table is full. */
  add(packet: Packet, phase: Phase, at: number, reversed: boolean): FlowRecord | null {
    this.expire(at);
    const tcp = packet.protocol === TCP;
    if (tcp && this.tcpFlows >= this.#limits.tcpFlows) this.#makeRoom(at);
    if (tcp ? this.tcpFlows >= this.#limits.tcpFlows : this.udpFlows >= this.#limits.udpFlows) return null;
    const hash = this.#hash(packet);
    const flow = new FlowRecord(packet, hash, phase, at, reversed);
    flow.chained = this.#buckets.get(hash) ?? null;
    this.#buckets.set(hash, flow);
    this.#idle[phase].push(flow);
    if (tcp) this.tcpFlows++;
    else this.udpFlows++;
    return flow;
  }

  /** Notes life of a flow, and the phase it is in now. */
  touch(flow: FlowRecord, phase: Phase, at: number): void {
    flow.lastSeen = at;
    const list = this.#idle[flow.phase];
    if (flow.phase === phase && list.newest === flow) return;
    list.remove(flow);
    flow.phase = phase;
    this.#idle[phase].push(flow);
  }

  /** Forgets a flow at once. */
  remove(flow: FlowRecord): void {
    this.#forget(flow);
  }

  /**
   * A closed flow goes first, then one whose client has said nothing since its SYN: a flood of those, from forged
   * addresses, must not lock out everybody else. One that does go on is picked up where it goes on.
   */
  #makeRoom(at: number): void {
    const opening = this.#idle.opening.oldest;
    const silent = opening !== null && at - opening.lastSeen >= OPENING_GRACE_MS ? opening : null;
    const goes = this.#idle.closed.oldest ?? silent;
    if (goes !== null) this.#forget(goes);
  }

  /** Forgets what was idle for too long. */
  expire(at: number): void {
    for (const phase of PHASES) {
      const list = this.#idle[phase];
      while (list.oldest !== null && at - list.oldest.lastSeen > IDLE_MS[phase]) this.#forget(list.oldest);
    }
  }

  #forget(flow: FlowRecord): void {
    this.#idle[flow.phase].remove(flow);
    if (flow.protocol === TCP) this.tcpFlows--;
    else this.udpFlows--;
    const first = this.#buckets.get(flow.hash)!;
    if (first === flow) {
      if (flow.chained === null) this.#buckets.delete(flow.hash);
      else this.#buckets.set(flow.hash, flow.chained);
    } else {
      let before = first;
      while (before.chained !== flow) before = before.chained!;
      before.chained = flow.chained;
    }
    this.#forgotten(flow);
  }

  /** The same for both directions: the ends are hashed apart, then added. */
  #hash(packet: Packet): number {
    const seed = this.#limits.hashSeed ^ packet.protocol;
    const source = hashEnd(packet.addresses, 0, packet.sourcePort, seed);
    const destination = hashEnd(packet.addresses, 4, packet.destinationPort, seed);
    return (source + destination) | 0;
  }
}

const PHASES: readonly Phase[] = ['opening', 'established', 'closed', 'udp'];

function hashEnd(words: Uint32Array, from: number, port: number, seed: number): number {
  let hash = mix(seed ^ port);
  for (let word = from; word < from + 4; word++) hash = mix(hash ^ words[word]!);
  return hash;
}

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function sameFlow(flow: FlowRecord, packet: Packet): boolean {
  if (flow.protocol !== packet.protocol || flow.v6 !== packet.v6) return false;
  return fromClient(flow, packet) || fromServer(flow, packet);
}

/** Whether the packet comes from the side that opened the flow. */
export function fromClient(flow: FlowRecord, packet: Packet): boolean {
  if (flow.clientPort !== packet.sourcePort || flow.serverPort !== packet.destinationPort) return false;
  for (let word = 0; word < 8; word++) if (flow.addresses[word] !== packet.addresses[word]) return false;
  return true;
}

function fromServer(flow: FlowRecord, packet: Packet): boolean {
  if (flow.serverPort !== packet.sourcePort || flow.clientPort !== packet.destinationPort) return false;
  for (let word = 0; word < 4; word++) {
    if (flow.addresses[word] !== packet.addresses[word + 4]) return false;
    if (flow.addresses[word + 4] !== packet.addresses[word]) return false;
  }
  return true;
}

/** Flows of one phase, the longest idle first. */
class IdleList {
  oldest: FlowRecord | null = null;
  newest: FlowRecord | null = null;

  push(flow: FlowRecord): void {
    flow.older = this.newest;
    flow.newer = null;
    if (this.newest === null) this.oldest = flow;
    else this.newest.newer = flow;
    this.newest = flow;
  }

  remove(flow: FlowRecord): void {
    if (flow.older === null) this.oldest = flow.newer;
    else flow.older.newer = flow.newer;
    if (flow.newer === null) this.newest = flow.older;
    else flow.newer.older = flow.older;
    flow.older = null;
    flow.newer = null;
  }
}
