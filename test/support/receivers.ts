import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What is made for one test and ends with it. */
const open: (() => Promise<void>)[] = [];

export const stopReceivers = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((stop) => stop()));
};

const listening = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
};

export interface MailServer {
  readonly port: number;
  readonly mails: ParsedMail[];
}

/** A mail server that keeps what it takes. */
export const mailServer = async (options: SMTPServerOptions = {}): Promise<MailServer> => {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    authOptional: true,
    onData: async (stream, _session, done) => {
      mails.push(await simpleParser(stream));
      done();
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  open.push(() => new Promise((done) => server.close(done)));
  return { port: (listener.address() as AddressInfo).port, mails };
};

/** A server that does with each connection what the test says. */
export const rawServer = (onConnection: (socket: Socket) => void): Promise<number> =>
  listening(createServer(onConnection));

export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A web server that keeps what is posted to it. */
export const webServer = async (
  status: () => number = () => 200,
  reply = '',
): Promise<{ readonly port: number; readonly posted: Posted[] }> => {
  const posted: Posted[] = [];
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    posted.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status()).end(reply);
  });
  return { port: await listening(server), posted };
};

/** What is written to a port, over TLS where there is a certificate. */
export const byteServer = async (tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<{ readonly port: number; readonly text: () => string }> => {
  const chunks: Buffer[] = [];
  const keep = (socket: Socket): void => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
  };
  const server = tls ? createTlsServer({ ...tls }, keep) : createServer(keep);
  return { port: await listening(server), text: () => Buffer.concat(chunks).toString() };
};

/** What arrives at a port as datagrams, each by itself. */
export const datagramServer = async (): Promise<{ readonly port: number; readonly taken: string[] }> => {
  const taken: string[] = [];
  const socket = createSocket('udp4', (bytes) => taken.push(bytes.toString()));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  open.push(() => new Promise((done) => socket.close(() => done())));
  return { port: socket.address().port, taken };
};
