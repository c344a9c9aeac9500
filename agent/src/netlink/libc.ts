import koffi from 'koffi';

/**
 * The few C library calls that Node does not offer: netlink and raw sockets, options on them, and receiving
 * without blocking. Loaded once; a buffer handed over is used only during the call.
 */
const libc = koffi.load(null);

const c = {
  socket: libc.func('int socket(int, int, int)'),
  bind: libc.func('int bind(int, void *, int)'),
  setsockopt: libc.func('int setsockopt(int, int, int, void *, int)'),
  send: libc.func('intptr_t send(int, void *, size_t, int)'),
  sendto: libc.func('intptr_t sendto(int, void *, size_t, int, void *, int)'),
  recv: libc.func('intptr_t recv(int, _Out_ void *, size_t, int)'),
  prctl: libc.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)'),
  ifIndexToName: libc.func('void *if_indextoname(unsigned int, _Out_ void *)'),
  recvmmsg: libc.func('int recvmmsg(int, _Inout_ void *, unsigned int, int, void *)'),
};

export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;
export const SOCK_STREAM = 1;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const IPPROTO_RAW = 255;
export const SOL_SOCKET = 1;
export const SO_RCVBUF = 8;
export const SO_RCVTIMEO = 20;
export const SO_RCVBUFFORCE = 33;
export const SO_MARK = 36;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_WAITFORONE = 0x10000;

const NAMES: Record<number, string> = {
  1: 'EPERM',
  2: 'ENOENT',
  4: 'EINTR',
  11: 'EAGAIN',
  13: 'EACCES',
  16: 'EBUSY',
  17: 'EEXIST',
  22: 'EINVAL',
  32: 'EPIPE',
  93: 'EPROTONOSUPPORT',
  95: 'EOPNOTSUPP',
  101: 'ENETUNREACH',
  104: 'ECONNRESET',
  105: 'ENOBUFS',
};

/** Errno as its name where we know it, else `errno N`. */
export function errnoName(errno: number): string {
  return NAMES[errno] ?? `errno ${errno}`;
}

/** A failed system call: `code` is the errno name, `call` what was tried. */
export class SystemCallError extends Error {
  readonly code: string;
  readonly call: string;
  constructor(call: string, errno: number) {
    super(`${call}: ${errnoName(errno)}`);
    this.name = 'SystemCallError';
    this.call = call;
    this.code = errnoName(errno);
  }
}

function orThrow(call: string, result: number): number {
  if (result < 0) throw new SystemCallError(call, koffi.errno());
  return result;
}

/** Opens a socket, close-on-exec. Throws SystemCallError. */
export function openSocket(family: number, type: number, protocol: number): number {
  return orThrow('socket', c.socket(family, type | SOCK_CLOEXEC, protocol));
}

export function bindSocket(fd: number, address: Uint8Array): void {
  orThrow('bind', c.bind(fd, address, address.length));
}

/** Sets an option; `value` is an int or raw bytes. Throws SystemCallError. */
export function setOption(fd: number, level: number, option: number, value: number | Uint8Array): void {
  const bytes = typeof value === 'number' ? intBytes(value) : value;
  orThrow('setsockopt', c.setsockopt(fd, level, option, bytes, bytes.length));
}

/** Sets the receive time-out, milliseconds. */
export function setReceiveTimeout(fd: number, ms: number): void {
  const timeval = Buffer.alloc(16);
  timeval.writeBigInt64LE(BigInt(Math.floor(ms / 1000)), 0);
  timeval.writeBigInt64LE(BigInt((ms % 1000) * 1000), 8);
  setOption(fd, SOL_SOCKET, SO_RCVTIMEO, timeval);
}

/** Sends on a connected or netlink socket; bytes taken, or the negative errno. */
export function sendBytes(fd: number, bytes: Uint8Array, flags: number): number {
  const sent: number = c.send(fd, bytes, bytes.length, flags);
  return sent < 0 ? -koffi.errno() : sent;
}

/** Sends one datagram to a raw `sockaddr`; bytes taken, or the negative errno. */
export function sendTo(fd: number, bytes: Uint8Array, flags: number, address: Uint8Array): number {
  const sent: number = c.sendto(fd, bytes, bytes.length, flags, address, address.length);
  return sent < 0 ? -koffi.errno() : sent;
}

/** Receives into `into`; bytes got (0 = the other side closed), or the negative errno. */
export function receiveBytes(fd: number, into: Uint8Array, flags: number): number {
  const got: number = c.recv(fd, into, into.length, flags);
  return got < 0 ? -koffi.errno() : got;
}

/** The raw call behind `receive-batch.ts`: messages got, or the negative errno. */
export function receiveMessages(fd: number, headers: Uint8Array, count: number, flags: number): number {
  const got: number = c.recvmmsg(fd, headers, count, flags, null);
  return got < 0 ? -koffi.errno() : got;
}

/** Address of a buffer's memory; the caller keeps the buffer alive while C may use it. */
export function addressOf(buffer: Uint8Array): bigint {
  return BigInt(koffi.address(buffer));
}

/** Name of the network interface with this index in our namespace; null when there is none. */
export function interfaceName(index: number): string | null {
  const name = Buffer.alloc(16);
  if (index === 0 || !c.ifIndexToName(index, name)) return null;
  return name.toString('latin1', 0, name.indexOf(0));
}

const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/** The kernel kills this process when its parent ends, even while it is stopped or hangs. Throws SystemCallError. */
export function dieWithParent(): void {
  orThrow('prctl', c.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
}

function intBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
