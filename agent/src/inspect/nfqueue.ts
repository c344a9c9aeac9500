import { sendBytes } from '../netlink/libc.ts';
import {
  type Attribute,
  eachAttribute,
  encodeRequest,
  HEADER,
  type MessageView,
  NETFILTER_HEADER,
  u8,
  u32,
} from '../netlink/message.ts';
import type { NetfilterSocket } from '../netlink/netfilter-socket.ts';

/** linux/netfilter/nfnetlink_queue.h */
const NFNL_SUBSYS_QUEUE = 3;
const MSG_PACKET = 0;
const MSG_VERDICT = 1;
const MSG_CONFIG = 2;
const MSG_VERDICT_BATCH = 3;
const CFG_CMD = 1;
const CFG_PARAMS = 2;
const CFG_QUEUE_MAXLEN = 3;
const CFG_MASK = 4;
const CFG_FLAGS = 5;
const CMD_BIND = 1;
const COPY_PACKET = 2;
const FLAG_FAIL_OPEN = 1;
const FLAG_GSO = 4;
const A_PACKET_HDR = 1;
const A_VERDICT_HDR = 2;
const A_INDEV = 5;
const A_OUTDEV = 6;
const A_PAYLOAD = 10;
const A_CAP_LEN = 13;

export const PACKET_MESSAGE = (NFNL_SUBSYS_QUEUE << 8) | MSG_PACKET;
export const NF_DROP = 0;
export const NF_ACCEPT = 1;
export const HOOK_LOCAL_IN = 1;

/** The most an attribute's 16-bit length leaves for a packet; longer ones (65,535 on loopback) arrive cut. */
export const LONGEST_CAPTURE = 65_531;

/**
 * Binds queue `number`. `failOpen`: what no longer fits the queue passes instead of being dropped. Packets that
 * come before the kernel's answer are settled the same way, uninspected: a moment earlier nobody was there at all.
 * Throws SystemCallError (EBUSY: somebody else has it).
 */
export function bindQueue(
  socket: NetfilterSocket,
  number: number,
  options: { readonly failOpen: boolean; readonly length: number },
): void {
  const early = emptyPacket();
  let settled = false;
  socket.request({
    what: `bind queue ${number}`,
    subsystem: NFNL_SUBSYS_QUEUE,
    message: MSG_CONFIG,
    resource: number,
    attributes: [
      { type: CFG_CMD, value: u8(CMD_BIND, 0, 0, 0) },
      { type: CFG_PARAMS, value: u8(...u32(0xffff), COPY_PACKET) },
      { type: CFG_QUEUE_MAXLEN, value: u32(options.length) },
      { type: CFG_FLAGS, value: u32(FLAG_GSO | (options.failOpen ? FLAG_FAIL_OPEN : 0)) },
      { type: CFG_MASK, value: u32(FLAG_GSO | FLAG_FAIL_OPEN) },
    ],
    stray(bytes, message) {
      settled = (message.type === PACKET_MESSAGE && readPacket(bytes, message, early)) || settled;
    },
  });
  if (settled) {
    const verdict = options.failOpen ? NF_ACCEPT : NF_DROP;
    sendBytes(socket.fd, createVerdicts(number).upTo(verdict, early.id), 0);
  }
}

/** A queued packet: where its bytes lie, and how it came. Reused from packet to packet. */
export interface QueuedPacket {
  id: number;
  hook: number;
  indev: number;
  outdev: number;
  start: number;
  end: number;
  /** Bytes of the packet on the wire; more than `end - start` when it was cut. */
  wireLength: number;
}

export function emptyPacket(): QueuedPacket {
  return { id: 0, hook: 0, indev: 0, outdev: 0, start: 0, end: 0, wireLength: 0 };
}

/** Fills `packet` from a packet message; false when the message lacks its header. A packet without bytes has start = end. */
export function readPacket(bytes: Buffer, message: MessageView, packet: QueuedPacket): boolean {
  let identified = false;
  packet.indev = 0;
  packet.outdev = 0;
  packet.start = 0;
  packet.end = 0;
  packet.wireLength = 0;
  eachAttribute(bytes, message, (type, start, end) => {
    if (type === A_PAYLOAD) {
      packet.start = start;
      packet.end = end;
    } else if (type === A_PACKET_HDR && end - start >= 7) {
      packet.id = bytes.readUInt32BE(start);
      packet.hook = bytes[start + 6] ?? 0;
      identified = true;
    } else if (end - start >= 4) {
      if (type === A_INDEV) packet.indev = bytes.readUInt32BE(start);
      else if (type === A_OUTDEV) packet.outdev = bytes.readUInt32BE(start);
      else if (type === A_CAP_LEN) packet.wireLength = bytes.readUInt32BE(start);
    }
  });
  if (packet.wireLength === 0) packet.wireLength = packet.end - packet.start;
  return identified;
}

const VERDICT_AT = HEADER + NETFILTER_HEADER + 4;

/** Reusable verdict messages for one queue: only verdict and id change from packet to packet. */
export function createVerdicts(queue: number): {
  one(verdict: number, id: number): Buffer;
  /** All packets up to and with `id`. */
  upTo(verdict: number, id: number): Buffer;
  /** The packet is replaced by `payload`. */
  replace(verdict: number, id: number, payload: Uint8Array): Buffer;
} {
  const build = (message: number, extra: readonly Attribute[] = []): Buffer =>
    encodeRequest({
      subsystem: NFNL_SUBSYS_QUEUE,
      message,
      resource: queue,
      attributes: [{ type: A_VERDICT_HDR, value: new Uint8Array(8) }, ...extra],
    });
  const fill = (bytes: Buffer, verdict: number, id: number): Buffer => {
    bytes.writeUInt32BE(verdict, VERDICT_AT);
    bytes.writeUInt32BE(id, VERDICT_AT + 4);
    return bytes;
  };
  const single = build(MSG_VERDICT);
  const batch = build(MSG_VERDICT_BATCH);
  return {
    one: (verdict, id) => fill(single, verdict, id),
    upTo: (verdict, id) => fill(batch, verdict, id),
    replace: (verdict, id, payload) =>
      fill(build(MSG_VERDICT, [{ type: A_PAYLOAD, value: payload }]), verdict, id),
  };
}
