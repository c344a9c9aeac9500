import { rootCertificates } from 'node:tls';
import SMTPConnection, { type SentMessageInfo } from 'nodemailer/lib/smtp-connection';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import { plainLine } from '../domain/plain-line.ts';
import { connectOut } from '../egress/connect.ts';
import type { Egress } from '../egress/egress.ts';
import { type Carrier, type Letter, type OpenedDestination, SEND_MS } from './carrier.ts';
import { messageOf } from './message.ts';

/** A greeting, a reply to a command: what a server that is alive gives within. */
const REPLY_MS = 8_000;
const MOST_REPLY_BYTES = 64 * 1024;

/**
 * Mail through the tenant's own server (EVT-4): over the egress guard's connection, STARTTLS as the destination asks,
 * signed in where it has a user name. The connection stays for the next letter; one that broke is opened anew.
 */
export const smtpCarrier = (egress: Egress, to: OpenedDestination, now: () => number): Carrier<Letter> => {
  let open: SMTPConnection | undefined;
  const close = (): void => {
    open?.close();
    open = undefined;
  };
  return {
    async send(id, letter) {
      const limit = AbortSignal.timeout(SEND_MS);
      try {
        if (!open || open.destroyed) {
          const connected = await signedIn(egress, to, limit);
          if (!connected.ok) return connected;
          open = connected.value;
        }
        return await hand(open, id, to, letter, now(), limit);
      } catch (error) {
        close();
        return refuse('invalid', `${to.server}: ${said(error)}`, 'smtp');
      }
    },
    close: () => {
      open?.quit();
      open = undefined;
    },
  };
};

const signedIn = async (
  egress: Egress,
  to: OpenedDestination,
  signal: AbortSignal,
): Promise<Outcome<SMTPConnection>> => {
  const { server = '', port = 0, security = 'starttls', verifyCertificate: verify = true, trust } = to;
  const atOnce = security === 'tls';
  const where = { host: server, port };
  const socket = await connectOut(egress, atOnce ? { ...where, tls: { verify, trust } } : where, signal);
  if (!socket.ok) return socket;
  const connection = new SMTPConnection({
    connection: socket.value,
    host: server,
    port,
    name: to.fromAddress?.split('@').at(-1),
    secure: atOnce,
    secured: atOnce,
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { rejectUnauthorized: verify, ...trusted(trust) },
    greetingTimeout: REPLY_MS,
    socketTimeout: REPLY_MS,
    socketCloseTimeout: 0,
    maxResponseSize: MOST_REPLY_BYTES,
    logger: false,
  });
  // Between letters nobody waits for it; it closes itself, and the next letter finds it gone.
  connection.on('error', () => undefined);
  try {
    await begin(connection, to, signal);
    return accept(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
};

const begin = async (
  connection: SMTPConnection,
  { username: user, secret: pass }: OpenedDestination,
  signal: AbortSignal,
): Promise<void> => {
  await answered(connection, signal, (done) => connection.connect(done));
  if (user) {
    await answered<boolean>(connection, signal, (done) =>
      connection.login({ credentials: { user, pass } }, done),
    );
  }
};

const trusted = (trust: readonly string[]) =>
  trust.length > 0 ? { ca: [...rootCertificates, ...trust] } : {};

const hand = async (
  connection: SMTPConnection,
  id: string,
  { fromAddress = '', bounceAddress = fromAddress }: OpenedDestination,
  letter: Letter,
  now: number,
  signal: AbortSignal,
): Promise<Outcome<string>> => {
  const message = messageOf(letter, { from: fromAddress, id, at: now });
  const info = await answered<SentMessageInfo>(connection, signal, (done) =>
    connection.send({ from: bounceAddress, to: [...letter.to] }, message, done),
  );
  const left = info.rejected.length > 0 ? `, not for ${info.rejected.join(', ')}` : '';
  return accept(`The server said: ${info.response.slice(0, 200)}${left}`);
};

/** Waits for a step of the conversation; ends with whatever goes wrong on the connection meanwhile. */
const answered = <T = undefined>(
  connection: SMTPConnection,
  signal: AbortSignal,
  step: (done: (error?: Error | null, value?: T) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const end = (error?: Error | null, value?: T): void => {
      connection.off('error', end);
      connection.off('end', gone);
      signal.removeEventListener('abort', late);
      if (error) reject(error);
      else resolve(value as T);
    };
    const gone = (): void => end(new Error('the server hung up'));
    const late = (): void => end(new Error('took too long'));
    connection.on('error', end);
    connection.on('end', gone);
    signal.addEventListener('abort', late, { once: true });
    if (signal.aborted) late();
    else step(end);
  });

const MOST_SAID = 300;

/** What the server or the connection said, as one line; a server cannot write into logs or pages with it. */
const said = (error: unknown): string =>
  plainLine(error instanceof Error ? error.message : 'failed', MOST_SAID);
