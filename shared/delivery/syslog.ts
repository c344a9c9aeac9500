import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { isIPv6 } from 'node:net';
import { toCef } from '../domain/notification/format/cef.ts';
import { severityNumber } from '../domain/notification/format/heading.ts';
import { toLeef } from '../domain/notification/format/leef.ts';
import { syslogMessage } from '../domain/notification/format/syslog-frame.ts';
import type { ToldEvent } from '../domain/notification/format/told-event.ts';
import { accept, type Outcome } from '../domain/outcome.ts';
import { connectOut } from '../egress/connect.ts';
import { checkedAddresses, type Egress, notReached } from '../egress/egress.ts';
import { type Carrier, type OpenedDestination, SEND_MS } from './carrier.ts';

/** What a UDP message holds everywhere without the risk of being cut (RFC 5426 section 3.2 asks for at least 2,048). */
const MOST_DATAGRAM = 60_000;

/**
 * Events as CEF or LEEF lines behind a syslog header (events.md section 9): one datagram each over UDP (RFC 5426),
 * one line each over TCP (RFC 6587 3.4.2), counted in octets over TLS (RFC 5425). Syslog never answers: over UDP
 * nobody learns whether they arrived; over TCP and TLS, that the other side's system took them and closed in order.
 */
export const syslogCarrier = (egress: Egress, to: OpenedDestination): Carrier<readonly ToldEvent[]> => ({
  async send(_id, events) {
    const messages = events.map((event) => messageOf(event, to));
    const outcome =
      to.transport === 'udp'
        ? await datagrams(egress, to, messages)
        : await stream(egress, to, messages, AbortSignal.timeout(SEND_MS));
    return outcome.ok ? accept(`${messages.length} messages were sent to ${to.server}.`) : outcome;
  },
  close: () => undefined,
});

const messageOf = (event: ToldEvent, to: OpenedDestination): string =>
  syslogMessage(to.eventFormat === 'leef' ? toLeef(event) : toCef(event), {
    facility: to.facility ?? 'local0',
    standard: to.header ?? 'rfc3164',
    host:
      event.eventClass === 'system' ? (event.event.targetName ?? 'managed-virtual-patch') : event.host.name,
    at: event.event.at,
    severity: severityNumber(event),
  });

const stream = async (
  egress: Egress,
  { server = '', port = 0, transport, verifyCertificate: verify = true, trust }: OpenedDestination,
  messages: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<undefined>> => {
  const secure = transport === 'tls';
  const where = { host: server, port };
  const socket = await connectOut(egress, secure ? { ...where, tls: { verify, trust } } : where, signal);
  if (!socket.ok) return socket;
  const bytes = messages.map((message) =>
    secure ? `${Buffer.byteLength(message)} ${message}` : `${message}\n`,
  );
  return (await flushed(socket.value, bytes.join(''), signal))
    ? accept(undefined)
    : notReached('broken-reply', `${server}: the connection broke before everything was sent.`);
};

/** Whether the other side took all of it: it closes after us, or at least does not break the connection. */
const flushed = (socket: Socket, text: string, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (well: boolean): void => {
      resolve(well);
      socket.destroy();
    };
    socket.on('error', () => end(false));
    socket.on('close', (hadError) => end(!hadError && socket.writableFinished));
    // It may say nothing and keep its side open: what it acknowledged by then is all we learn.
    signal.addEventListener('abort', () => end(false), { once: true });
    socket.resume();
    socket.end(text, () => setTimeout(() => end(true), LINGER_MS).unref());
  });

/** Time for a refusal (a reset, an alert of TLS) to come back after everything was written. */
const LINGER_MS = 500;

const datagrams = async (
  egress: Egress,
  { server = '', port = 0 }: OpenedDestination,
  messages: readonly string[],
): Promise<Outcome<undefined>> => {
  const addresses = await checkedAddresses(egress, server);
  if (!addresses.ok) return addresses;
  const [address = ''] = addresses.value;
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    for (const message of messages) {
      const bytes = Buffer.from(message).subarray(0, MOST_DATAGRAM);
      await new Promise<void>((resolve, reject) => {
        socket.send(bytes, port, address, (error) => (error ? reject(error) : resolve()));
      });
    }
    return accept(undefined);
  } catch {
    return notReached('unreachable', `${server}: port ${port} does not take datagrams.`);
  } finally {
    socket.close();
  }
};
