import type { Decision, Engine } from '../../../shared/domain/ips/engine.ts';
import { sendBytes } from '../netlink/libc.ts';
import { afterMessage, messageAt } from '../netlink/message.ts';
import { createReceiveBatch } from '../netlink/receive-batch.ts';
import { type RawSender, resetBothEnds, resetSender } from './blocking.ts';
import {
  createVerdicts,
  emptyPacket,
  HOOK_LOCAL_IN,
  LONGEST_CAPTURE,
  NF_ACCEPT,
  NF_DROP,
  PACKET_MESSAGE,
  type QueuedPacket,
  readPacket,
} from './nfqueue.ts';
import { createResetConnections } from './reset-connections.ts';
import { isBareReset } from './reset-segment.ts';
import { withoutUrgency } from './urgent.ts';

/** A slot holds the largest packet an attribute can carry plus the message's other attributes. */
const SLOT = 66_048;
const SLOTS = 32;
/** The loopback device, the only one whose packets may be too long to capture whole yet are never shorter when sent again. */
const LOOPBACK = 1;

/** Packets that get a verdict each after a gap in the queue's numbering. */
const CAUTION = 1024;

export interface PacketLoop {
  /** Takes what is in the queue, waiting at most the socket's receive time-out. */
  turn(at: () => number): void;
  readonly counts: LoopCounts;
}

export interface LoopCounts {
  packets: number;
  bytes: number;
  dropped: number;
  resets: number;
  truncated: number;
  failures: number;
}

/** What the loop asks of its surroundings; `engine` is asked for anew each batch, so rules can be exchanged under it. */
export interface PacketLoopPorts {
  readonly fd: number;
  readonly queue: number;
  readonly onFailure: 'open' | 'closed';
  readonly resets: RawSender;
  engine(): Engine;
  hits(decision: Decision, packet: QueuedPacket, datagram: Uint8Array, at: number): void;
  failed(error: unknown): void;
}

/**
 * The inline path: receive a batch, decide packet by packet, and let everything that passes go with one verdict.
 * A packet that does not pass gets its own verdict at once; before a replaced one the packets ahead of it leave,
 * so that the receiver sees them in order.
 */
export function createPacketLoop(ports: PacketLoopPorts): PacketLoop {
  const batch = createReceiveBatch(ports.fd, SLOTS, SLOT);
  const verdicts = createVerdicts(ports.queue);
  const packet = emptyPacket();
  const counts: LoopCounts = { packets: 0, bytes: 0, dropped: 0, resets: 0, truncated: 0, failures: 0 };
  const resetConnections = createResetConnections();
  const scratch = Buffer.allocUnsafeSlow(65_536);
  let passable = -1;
  let lastId = 0;
  let cautious = 0;

  const release = (): void => {
    if (passable < 0) return;
    sendBytes(ports.fd, verdicts.upTo(NF_ACCEPT, passable), 0);
    passable = -1;
  };
  /** One verdict for many is safe only while numbers come without gaps: it would also cover what was not read yet. */
  const pass = (): void => {
    if (cautious === 0) {
      passable = packet.id;
      return;
    }
    cautious -= 1;
    release();
    sendBytes(ports.fd, verdicts.one(NF_ACCEPT, packet.id), 0);
  };
  const replace = (datagram: Uint8Array): void => {
    release();
    sendBytes(ports.fd, verdicts.replace(NF_ACCEPT, packet.id, datagram), 0);
  };
  /** What goes on to a service on this host. */
  const deliver = (datagram: Uint8Array): void => {
    const calm = packet.wireLength <= LONGEST_CAPTURE ? withoutUrgency(datagram) : null;
    if (calm === null) pass();
    else replace(calm);
  };
  const drop = (): void => {
    counts.dropped += 1;
    sendBytes(ports.fd, verdicts.one(NF_DROP, packet.id), 0);
  };

  const reset = (datagram: Uint8Array): void => {
    const onward = resetBothEnds(ports.resets, packet, datagram);
    resetConnections.add(datagram);
    counts.resets += 1;
    if (onward === null) drop();
    else replace(onward);
  };

  const judge = (datagram: Uint8Array, at: number): void => {
    const incoming = packet.hook === HOOK_LOCAL_IN;
    const decision = decide(ports, counts, datagram, at, incoming);
    if (decision.hits.length > 0) ports.hits(decision, packet, datagram, at);
    if (decision.verdict === 'pass') incoming ? deliver(datagram) : pass();
    else if (decision.verdict === 'reset') reset(datagram);
    else if (isBareReset(datagram)) pass();
    else {
      if (resetConnections.asksAgain(datagram)) resetSender(ports.resets, packet, datagram);
      drop();
    }
  };

  return {
    counts,
    turn(now) {
      const received = batch.receive();
      if (received <= 0) return;
      const at = now();
      for (let i = 0; i < received; i += 1) {
        const limit = i * batch.slot + (batch.lengths[i] ?? 0);
        for (let from = i * batch.slot; ; ) {
          const message = messageAt(batch.bytes, from, limit);
          if (message === null) break;
          if (message.type === PACKET_MESSAGE && readPacket(batch.bytes, message, packet)) {
            if (packet.id !== (lastId + 1) >>> 0) cautious = CAUTION;
            lastId = packet.id;
            counts.packets += 1;
            counts.bytes += packet.wireLength;
            const captured = batch.bytes.subarray(packet.start, packet.end);
            if (packet.wireLength <= captured.length) judge(captured, at);
            else judgeCut(captured, at);
          }
          from = afterMessage(message);
        }
      }
      release();
    },
  };

  /**
   * A packet longer than the capture is not let past unseen: dropped, it comes back in shorter ones. On loopback
   * it would come back the same; there the few missing bytes count as zero.
   */
  function judgeCut(captured: Uint8Array, at: number): void {
    counts.truncated += 1;
    const local = packet.indev === LOOPBACK || packet.outdev === LOOPBACK;
    if (!local || captured.length < LONGEST_CAPTURE || packet.wireLength > scratch.length) {
      drop();
      return;
    }
    scratch.set(captured);
    scratch.fill(0, captured.length, packet.wireLength);
    judge(scratch.subarray(0, packet.wireLength), at);
  }
}

const PASS: Decision = { verdict: 'pass', hits: [] };
const DROP: Decision = { verdict: 'drop', hits: [] };

/** A fault of the engine costs one packet its inspection, by the same choice as a missing child. */
function decide(
  ports: PacketLoopPorts,
  counts: LoopCounts,
  datagram: Uint8Array,
  at: number,
  toServer: boolean,
): Decision {
  try {
    return ports.engine().inspect(datagram, at, toServer);
  } catch (error) {
    counts.failures += 1;
    ports.failed(error);
    return ports.onFailure === 'open' ? PASS : DROP;
  }
}
