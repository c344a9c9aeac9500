import { isIP, connect as openSocket, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { accept, type Outcome } from '../domain/outcome.ts';
import { checkedAddresses, type Egress, notReached } from './egress.ts';

export interface Destination {
  /** Name or literal address (IPv6 without brackets). */
  readonly host: string;
  readonly port: number;
  /** Absent: a plain connection, which may become TLS later (STARTTLS). */
  readonly tls?: TlsOptions;
}

export interface TlsOptions {
  /** Certificates (PEM) that are trusted beside the public authorities. */
  readonly trust?: readonly string[];
  /** `false` only to look at a certificate; nothing may be sent on such a connection. */
  readonly verify?: boolean;
}

/** For finding an address, connecting and the TLS handshake together. */
const CONNECT_MS = 5_000;
/** For one of several addresses. */
const ADDRESS_MS = 3_000;
const HOST = /^[A-Za-z0-9._-]{1,253}$/;

/**
 * Connects to what a tenant named. The name is resolved once, every address is checked, and the connection goes to
 * a checked address, so a name that changes in between changes nothing; the TLS name stays the one that was asked
 * for. The caller bounds what happens on the connection and ends it. Refusals: `EgressReason`.
 */
export async function connectOut(
  egress: Egress,
  to: Destination & { readonly tls: TlsOptions },
  signal?: AbortSignal,
): Promise<Outcome<tls.TLSSocket>>;
export async function connectOut(
  egress: Egress,
  to: Destination,
  signal?: AbortSignal,
): Promise<Outcome<Socket>>;
export async function connectOut(
  egress: Egress,
  to: Destination,
  signal: AbortSignal = AbortSignal.timeout(CONNECT_MS),
): Promise<Outcome<Socket>> {
  const host = to.host.replace(/\.$/, '');
  if (!HOST.test(host) && isIP(host) !== 6) {
    return notReached('unresolved', 'host: must be a host name or an address.');
  }
  if (!Number.isInteger(to.port) || to.port < 1 || to.port > 65_535) {
    return notReached('unreachable', 'port: must be from 1 to 65535.');
  }
  const addresses = await unlessAborted(checkedAddresses(egress, host), signal);
  if (addresses === undefined) return tooSlow(host);
  if (!addresses.ok) return addresses;
  for (const address of addresses.value) {
    const socket = await opened(address, to.port, signal);
    if (socket) return to.tls ? secured(socket, host, to.tls, signal) : accept(socket);
    if (signal.aborted) return tooSlow(host);
  }
  return notReached('unreachable', `${host}: port ${to.port} does not answer.`);
}

const tooSlow = (host: string) => notReached('timeout', `${host}: took too long to answer.`);

/** A connection to one literal address; undefined when there is none. */
const opened = (address: string, port: number, signal: AbortSignal): Promise<Socket | undefined> => {
  const socket = openSocket({ host: address, port, autoSelectFamily: false });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ADDRESS_MS)]);
  return settled(socket, 'connect', limit).then((error) => (error ? undefined : socket));
};

const secured = async (
  socket: Socket,
  host: string,
  { trust = [], verify = true }: TlsOptions,
  signal: AbortSignal,
): Promise<Outcome<tls.TLSSocket>> => {
  const channel = tls.connect({
    socket,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: verify,
    ...(trust.length > 0 && { ca: [...tls.rootCertificates, ...trust] }),
  });
  const error = await settled(channel, 'secureConnect', signal);
  if (!error) return accept(channel);
  socket.destroy();
  if (signal.aborted) return tooSlow(host);
  const code = 'code' in error ? String(error.code) : 'no TLS';
  return notReached('tls', `${host}: TLS failed (${code}).`);
};

/**
 * Waits for an event or the error instead, after which the socket is destroyed. The listener for errors stays: one
 * that comes before the caller listens must not end the process.
 */
const settled = (socket: Socket, event: string, signal: AbortSignal): Promise<Error | undefined> =>
  new Promise((resolve) => {
    const end = (error?: Error): void => {
      signal.removeEventListener('abort', aborted);
      if (error) socket.destroy();
      resolve(error);
    };
    const aborted = (): void => end(new Error('aborted'));
    socket.on('error', end);
    socket.once('close', () => end(new Error('closed')));
    socket.once(event, () => end());
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
  });

/** A look-up cannot be called off; its result is ignored then. */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    work.then(resolve, reject);
  });
