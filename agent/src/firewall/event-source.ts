import { interfaceName, MSG_DONTWAIT } from '../netlink/libc.ts';
import { afterMessage, eachAttribute, type MessageView, messageAt, u8, u32 } from '../netlink/message.ts';
import { openNetfilterSocket } from '../netlink/netfilter-socket.ts';
import { createReceiveBatch } from '../netlink/receive-batch.ts';
import type { FirewallEvent } from './event.ts';
import { createEventFold } from './event-fold.ts';
import { summarizePacket } from './packet-summary.ts';
import { LOG_GROUP } from './ruleset.ts';

/** linux/netfilter/nfnetlink_log.h */
const NFNL_SUBSYS_ULOG = 4;
const MSG_PACKET = 0;
const MSG_CONFIG = 1;
const CFG_CMD = 1;
const CFG_MODE = 2;
const CFG_TIMEOUT = 4;
const CFG_QTHRESH = 5;
const CMD_BIND = 1;
const COPY_PACKET = 2;
const SNAPLEN = 128;
const PACKET_MESSAGE = (NFNL_SUBSYS_ULOG << 8) | MSG_PACKET;
const A_INDEV = 4;
const A_OUTDEV = 5;
const A_PAYLOAD = 9;
const A_PREFIX = 10;

const POLL_MS = 250;
const FOLD_MS = 2000;
/** Events per fold; packets beyond what the kernel lets through per rule and second never get here. */
const MOST_EVENTS = 1000;
const MOST_BATCHES_PER_POLL = 16;
const SLOTS = 16;
const SLOT = 16_384;

export interface FirewallEventSource {
  close(): void;
}

/**
 * Listens for the packets the kernel's rules log, and hands them on as folded events every two seconds. The socket
 * is polled, not waited on: the kernel bounds the rate, and the caller's loop stays free. Throws SystemCallError
 * (EBUSY: somebody else reads our group).
 */
export function openFirewallEvents(
  onEvents: (events: readonly FirewallEvent[], lost: number) => void,
): FirewallEventSource {
  const socket = openNetfilterSocket({ receiveBuffer: 4 * 1024 * 1024 });
  const attributes = [
    { type: CFG_CMD, value: u8(CMD_BIND) },
    { type: CFG_MODE, value: u8(...u32(SNAPLEN), COPY_PACKET, 0) },
    { type: CFG_TIMEOUT, value: u32(10) },
    { type: CFG_QTHRESH, value: u32(32) },
  ];
  socket.request({
    what: `bind log group ${LOG_GROUP}`,
    subsystem: NFNL_SUBSYS_ULOG,
    message: MSG_CONFIG,
    resource: LOG_GROUP,
    attributes,
  });
  const batch = createReceiveBatch(socket.fd, SLOTS, SLOT);
  const fold = createEventFold(MOST_EVENTS);
  const poll = (): void => {
    for (let round = 0; round < MOST_BATCHES_PER_POLL; round += 1) {
      const got = batch.receive(MSG_DONTWAIT);
      for (let i = 0; i < got; i += 1) {
        const start = i * batch.slot;
        eachEvent(batch.bytes, start, start + (batch.lengths[i] ?? 0), Date.now(), fold.add);
      }
      if (got < SLOTS) return;
    }
  };
  const deliver = (): void => {
    const { events, lost } = fold.take();
    if (events.length > 0 || lost > 0) onEvents(events, lost);
  };
  const polling = setInterval(poll, POLL_MS).unref();
  const delivering = setInterval(deliver, FOLD_MS).unref();
  return {
    close() {
      clearInterval(polling);
      clearInterval(delivering);
      poll();
      deliver();
      socket.close();
    },
  };
}

function eachEvent(
  bytes: Buffer,
  start: number,
  limit: number,
  at: number,
  take: (event: FirewallEvent) => void,
): void {
  for (let from = start; ; ) {
    const message = messageAt(bytes, from, limit);
    if (message === null) return;
    const event = message.type === PACKET_MESSAGE ? readEvent(bytes, message, at) : null;
    if (event !== null) take(event);
    from = afterMessage(message);
  }
}

/** Null for packets other rules than ours put into the group. */
function readEvent(bytes: Buffer, message: MessageView, at: number): FirewallEvent | null {
  let device = 0;
  let prefix = '';
  let packet: Buffer | null = null;
  eachAttribute(bytes, message, (type, start, end) => {
    if ((type === A_INDEV || type === A_OUTDEV) && end - start >= 4) device = bytes.readUInt32BE(start);
    else if (type === A_PREFIX) prefix = bytes.toString('latin1', start, end);
    else if (type === A_PAYLOAD) packet = bytes.subarray(start, end);
  });
  const origin = /^mvp:(20|21|123):(\d+):(in|out)/.exec(prefix);
  const summary = packet === null ? null : summarizePacket(packet);
  if (origin === null || summary === null) return null;
  const ruleID = Number(origin[2]);
  return {
    ...summary,
    eventID: Number(origin[1]) as 20 | 21 | 123,
    ruleID: ruleID === 0 ? null : ruleID,
    direction: origin[3] === 'in' ? 'incoming' : 'outgoing',
    interface: interfaceName(device),
    startTime: at,
    endTime: at,
    repeatCount: 1,
  };
}
