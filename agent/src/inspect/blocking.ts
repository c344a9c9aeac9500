import { closeSync } from 'node:fs';
import {
  AF_INET,
  AF_INET6,
  IPPROTO_RAW,
  MSG_DONTWAIT,
  openSocket,
  SO_MARK,
  SOCK_RAW,
  SOL_SOCKET,
  sendTo,
  setOption,
} from '../netlink/libc.ts';
import { MARK_RESET } from '../netlink/marks.ts';
import { HOOK_LOCAL_IN } from './nfqueue.ts';
import { resetForReceiver, resetForSender } from './reset-segment.ts';

/** Sends finished IP datagrams, with our mark so that no rule of ours looks at them. */
export interface RawSender {
  /** True when the kernel took it. `scope` is the interface index, needed for IPv6 link-local addresses. */
  send(datagram: Uint8Array, scope: number): boolean;
  close(): void;
}

/** Opens one raw socket per IP version; a host without IPv6 sends IPv4 only. Throws SystemCallError. */
export function openRawSender(): RawSender {
  const v4 = openRaw(AF_INET);
  const v6 = tryOpen(AF_INET6);
  return {
    send(datagram, scope) {
      const six = (datagram[0] ?? 0) >>> 4 === 6;
      const fd = six ? v6 : v4;
      if (fd === null) return false;
      return sendTo(fd, datagram, MSG_DONTWAIT, six ? address6(datagram, scope) : address4(datagram)) > 0;
    },
    close() {
      closeSync(v4);
      if (v6 !== null) closeSync(v6);
    },
  };
}

/**
 * Ends a TCP connection at both ends. The receiver on this host gets the offending packet itself, turned into a
 * reset (returned: the caller's verdict carries it, so it arrives by the same interface and path); any other
 * receiver and the sender get a segment of their own. Null: the packet is to be dropped.
 */
export function resetBothEnds(
  sender: RawSender,
  packet: { readonly hook: number; readonly indev: number; readonly outdev: number },
  datagram: Uint8Array,
): Uint8Array | null {
  const scope = packet.indev || packet.outdev;
  const back = resetForSender(datagram);
  if (back !== null) sender.send(back, scope);
  const onward = resetForReceiver(datagram);
  if (onward === null || packet.hook === HOOK_LOCAL_IN) return onward;
  sender.send(onward, scope);
  return null;
}

function openRaw(family: number): number {
  const fd = openSocket(family, SOCK_RAW, IPPROTO_RAW);
  setOption(fd, SOL_SOCKET, SO_MARK, MARK_RESET);
  return fd;
}

function tryOpen(family: number): number | null {
  try {
    return openRaw(family);
  } catch {
    return null;
  }
}

function address4(datagram: Uint8Array): Buffer {
  const address = Buffer.alloc(16);
  address.writeUInt16LE(AF_INET, 0);
  address.set(datagram.subarray(16, 20), 4);
  return address;
}

/** The scope is only meaningful, and only accepted, for link-local destinations (fe80::/10). */
function address6(datagram: Uint8Array, scope: number): Buffer {
  const address = Buffer.alloc(28);
  address.writeUInt16LE(AF_INET6, 0);
  address.set(datagram.subarray(24, 40), 8);
  const linkLocal = datagram[24] === 0xfe && ((datagram[25] ?? 0) & 0xc0) === 0x80;
  if (linkLocal) address.writeUInt32LE(scope, 24);
  return address;
}
