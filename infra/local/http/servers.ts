import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { ServerIdentity } from '../tls/authority.ts';

async function listen(server: Server, port: number): Promise<() => Promise<void>> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const impatient = setTimeout(() => server.closeAllConnections(), 2_000);
    await closed;
    clearTimeout(impatient);
  };
}

/** Plain HTTP, for people and scripts on this machine. Requests in progress get two seconds at the end. */
export const servePlain = (listener: RequestListener, port: number): Promise<() => Promise<void>> =>
  listen(createServer(listener), port);

/** TLS 1.2 and up, as API Gateway speaks it, for agents. */
export const serveTls = (
  listener: RequestListener,
  port: number,
  { key, cert }: ServerIdentity,
): Promise<() => Promise<void>> =>
  listen(createTlsServer({ key, cert, minVersion: 'TLSv1.2' }, listener), port);
