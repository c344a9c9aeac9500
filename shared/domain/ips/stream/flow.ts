import type { Packet } from '../decode/packet.ts';
import type { Inspection } from '../inspect/inspection.ts';
import { Half } from './half.ts';

/** Idle lists a flow can be in. */
export type Phase = 'opening' | 'established' | 'closed' | 'udp';

/** What the engine knows of one flow. Client is the side that opened it. */
export class FlowRecord {
  readonly hash: number;
  readonly v6: boolean;
  readonly protocol: number;
  /** Client address in words 0 to 3, server in 4 to 7. */
  readonly addresses: Uint32Array;
  readonly clientPort: number;
  readonly serverPort: number;
  phase: Phase;
  lastSeen: number;
  /** Next flow with the same hash. */
  chained: FlowRecord | null = null;
  older: FlowRecord | null = null;
  newer: FlowRecord | null = null;

  readonly client = new Half();
  readonly server = new Half();
  /** Packets of both sides were seen and, for TCP, the handshake is complete. */
  established = false;
  /** The opening was not seen: streams stay unread unless the option says otherwise. */
  unseenOpening = false;
  /** Initial sequence number of a SYN on a flow that lives; true only if the other side answers it. */
  reopening: number | null = null;
  settled: 'dropped' | 'passed' | null = null;
  /** Directions (1 to server, 2 to client) in which rules on addresses alone were tried. */
  addressesTried = 0;
  /** Inspection state per direction; null when no rule can apply. */
  toServer: Inspection | null = null;
  toClient: Inspection | null = null;

  constructor(packet: Packet, hash: number, phase: Phase, at: number, reversed: boolean) {
    this.hash = hash;
    this.v6 = packet.v6;
    this.protocol = packet.protocol;
    this.addresses = packet.addresses.slice();
    if (reversed) {
      this.addresses.copyWithin(0, 4, 8);
      this.addresses.set(packet.addresses.subarray(0, 4), 4);
    }
    this.clientPort = reversed ? packet.destinationPort : packet.sourcePort;
    this.serverPort = reversed ? packet.sourcePort : packet.destinationPort;
    this.phase = phase;
    this.lastSeen = at;
  }

  get held(): number {
    return this.client.held + this.server.held;
  }
}
