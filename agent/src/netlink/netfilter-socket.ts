import { closeSync } from 'node:fs';
import {
  AF_NETLINK,
  bindSocket,
  openSocket,
  receiveBytes,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SOCK_RAW,
  SOL_SOCKET,
  SystemCallError,
  sendBytes,
  setOption,
  setReceiveTimeout,
} from './libc.ts';
import {
  type Attribute,
  afterMessage,
  encodeRequest,
  errorOf,
  type MessageView,
  messageAt,
  NLMSG_ERROR,
} from './message.ts';

const NETLINK_NETFILTER = 12;
const SOL_NETLINK = 270;
const NETLINK_NO_ENOBUFS = 5;
const CONFIG_TIMEOUT_MS = 2000;

/** A socket to the kernel's netfilter subsystems (queue, log). */
export interface NetfilterSocket {
  readonly fd: number;
  /** Sends a request and waits for the kernel's answer. Throws SystemCallError with the kernel's errno. */
  request(request: NetfilterRequest): void;
  close(): void;
}

export interface NetfilterRequest {
  /** For the error's text. */
  readonly what: string;
  readonly subsystem: number;
  readonly message: number;
  /** Queue or group number. */
  readonly resource: number;
  readonly attributes: readonly Attribute[];
  /** Gets what the kernel sent ahead of its answer: traffic may start the moment a queue is bound. */
  readonly stray?: (bytes: Buffer, message: MessageView) => void;
}

/**
 * Opens one with a receive buffer of `receiveBytes`, and without ENOBUFS: a full buffer then follows the queue's
 * own overflow rule instead of failing the read.
 */
export function openNetfilterSocket(options: { readonly receiveBuffer: number }): NetfilterSocket {
  const fd = openSocket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK, 0);
  bindSocket(fd, address);
  widenReceiveBuffer(fd, options.receiveBuffer);
  setOption(fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
  let sequence = 0;
  return {
    fd,
    request(request) {
      sequence += 1;
      const sent = sendBytes(fd, encodeRequest({ ...request, sequence, ack: true }), 0);
      if (sent < 0) throw new SystemCallError(request.what, -sent);
      awaitAnswer(fd, sequence, request);
    },
    close: () => closeSync(fd),
  };
}

/** The forced size needs CAP_NET_ADMIN over the host; inside a user namespace only the host's limit is to be had. */
function widenReceiveBuffer(fd: number, bytes: number): void {
  try {
    setOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes);
  } catch {
    setOption(fd, SOL_SOCKET, SO_RCVBUF, bytes);
  }
}

function awaitAnswer(fd: number, sequence: number, { what, stray }: NetfilterRequest): void {
  setReceiveTimeout(fd, CONFIG_TIMEOUT_MS);
  const bytes = Buffer.alloc(131_072);
  for (;;) {
    const got = receiveBytes(fd, bytes, 0);
    if (got < 0) throw new SystemCallError(what, -got);
    for (let at = 0; ; ) {
      const message = messageAt(bytes, at, got);
      if (message === null) break;
      if (message.type === NLMSG_ERROR && message.sequence === sequence) {
        const errno = errorOf(bytes, message);
        if (errno === 0) return;
        throw new SystemCallError(what, errno ?? 22);
      }
      stray?.(bytes, message);
      at = afterMessage(message);
    }
  }
}
