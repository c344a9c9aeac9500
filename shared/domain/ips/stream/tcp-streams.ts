import { ACK, type Packet, SYN } from '../decode/packet.ts';
import type { Inspection, InspectionHost } from '../inspect/inspection.ts';
import type { EngineLimits } from '../limits.ts';
import type { FlowRecord } from './flow.ts';
import type { Half } from './half.ts';
import { type Deliver, type SegmentResult, skipGap, takeSegment } from './reassemble.ts';

/** Feeds segments to the two streams of a connection and keeps what is held within bounds. */
export class TcpStreams {
  readonly #limits: EngineLimits;
  readonly #inline: boolean;
  #held = 0;

  constructor(limits: EngineLimits, inline: boolean) {
    this.#limits = limits;
    this.#inline = inline;
  }

  /** The payload of a segment. `unread` when its direction is not reassembled. */
  payload(
    flow: FlowRecord,
    packet: Packet,
    toServer: boolean,
    host: InspectionHost,
  ): SegmentResult | 'unread' {
    const half = toServer ? flow.client : flow.server;
    const inspection = toServer ? flow.toServer : flow.toClient;
    if (half.initial === null) return 'unread';
    const { bytes, payloadStart: from, payloadEnd: to } = packet;
    const position = half.positionOf(
      (packet.flags & SYN) === 0 ? packet.sequence : (packet.sequence + 1) >>> 0,
    );
    if (inspection === null || !inspection.active) {
      half.delivered = Math.max(half.delivered, position + to - from);
      return 'unread';
    }
    const before = half.held;
    const deliver = deliverTo(inspection, host);
    let result = takeSegment(half, position, bytes, from, to, this.#roomFor(half, inspection), deliver);
    if (result === 'no-room' && !this.#inline) {
      // Nothing can be held back in tap: what is held is given up and reading goes on behind the hole.
      this.#skip(half, inspection, half.early[0]?.position ?? position, deliver);
      result = takeSegment(half, position, bytes, from, to, this.#limits.heldPerStream, deliver);
    }
    inspection.settle();
    if (inspection.active) trim(half, inspection);
    else if (!half.guessed) half.forget();
    this.#held += half.held - before;
    return result;
  }

  /**
   * Whether a segment lies before the point where reading a connection began, its receiver having nothing of it yet.
   * `moved`: reading begins there instead, inspection too; `lost`: what came after is no longer known.
   */
  before(flow: FlowRecord, packet: Packet, toServer: boolean): 'no' | 'moved' | 'lost' {
    const half = toServer ? flow.client : flow.server;
    if (!half.guessed || half.positionOf(packet.sequence) >= 0) return 'no';
    if (-half.positionOf(packet.sequence) > this.#limits.heldPerStream) return 'lost';
    const held = half.held;
    const moved = half.openBefore(packet.sequence);
    this.#held += half.held - held;
    return moved ? 'moved' : 'lost';
  }

  /** The acknowledgment of a segment: what the other end has can no longer change. */
  acknowledge(flow: FlowRecord, packet: Packet, toServer: boolean, host: InspectionHost): void {
    if ((packet.flags & ACK) === 0) return;
    const half = toServer ? flow.server : flow.client;
    const inspection = toServer ? flow.toClient : flow.toServer;
    if (half.initial === null) return;
    const position = half.positionOf(packet.acknowledgment);
    if (position >= 0) half.guessed = false;
    if (inspection === null || !inspection.active) return;
    if (position <= half.acknowledged) return;
    const missing = position - half.delivered - (half.finished ? 1 : 0);
    if (missing > this.#limits.heldPerStream) return;
    const before = half.held;
    if (missing > 0) {
      const next = Math.min(position, half.early[0]?.position ?? position);
      this.#skip(half, inspection, next, deliverTo(inspection, host));
      inspection.settle();
    }
    half.acknowledged = Math.min(position, half.delivered);
    trim(half, inspection);
    this.#held += half.held - before;
  }

  /** Bytes were given back when streams started anew. */
  forgot(bytes: number): void {
    this.#held -= bytes;
  }

  /** A flow leaves the table or is settled. */
  release(flow: FlowRecord): void {
    this.#held -= flow.held;
    flow.client.forget();
    flow.server.forget();
  }

  #roomFor(half: Half, inspection: Inspection): number {
    const waiting = half.held - inspection.lookBack;
    const own = this.#limits.heldPerStream - Math.max(0, waiting);
    return Math.max(0, Math.min(own, this.#limits.heldInAll - this.#held));
  }

  #skip(half: Half, inspection: Inspection, position: number, deliver: Deliver): void {
    const size = position - half.delivered;
    if (size > 0) inspection.gap(size);
    skipGap(half, Math.max(position, half.delivered), deliver);
  }
}

function deliverTo(inspection: Inspection, host: InspectionHost): Deliver {
  return (bytes, from, to) => inspection.take(bytes, from, to, host);
}

function trim(half: Half, inspection: Inspection): void {
  half.tail.discardBefore(Math.min(half.acknowledged, half.delivered - inspection.lookBack));
}
