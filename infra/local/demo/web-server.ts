import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Operation } from './rpc.ts';

/** The sample shop that is protected. Its answers depend on nothing but the request, so they can be compared. */
export const sampleWebServer = (): Record<string, Operation> => {
  const sockets = new Map<number, Socket>();
  const answered: string[] = [];
  let server: Server | undefined;
  return {
    async serve({ port }: { port: number }) {
      server = createServer((request, response) => void shop(request, response, answered));
      server.keepAliveTimeout = 1000;
      server.on('connection', (socket) => {
        const { remotePort = 0 } = socket;
        sockets.set(remotePort, socket);
        socket.on('close', () => sockets.delete(remotePort));
      });
      await new Promise<void>((resolve, reject) => server?.once('error', reject).listen(port, resolve));
    },
    /** Whether the server still holds the connection from this port of the client. */
    holds: ({ remotePort }: { remotePort: number }) => sockets.has(remotePort),
    /** Requests that reached the shop whole, as `METHOD URL`, since the last call. */
    reached: () => answered.splice(0),
  };
};

const shop = async (
  request: IncomingMessage,
  response: ServerResponse,
  answered: string[],
): Promise<void> => {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      hash.update(chunk);
    }
  } catch {
    return; // The rest of the body was stopped on its way.
  }
  answered.push(`${request.method} ${request.url}`);
  response.sendDate = false;
  response.setHeader('connection', 'close');
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  const body = `Sample shop\n${request.method} ${request.url}\n${size} bytes ${hash.digest('hex')}\n`;
  response.end(request.url === '/catalogue' ? body + 'shoes, size 42\n'.repeat(20_000) : body);
};
