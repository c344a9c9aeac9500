import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../../../infra/local/demo/rpc.ts';

/** How an exchange ended: closed by the other side, reset, refused or still open when time was up. */
export interface Exchange {
  readonly end: 'closed' | 'reset' | 'refused' | 'timeout' | 'enough';
  readonly answer: string;
  readonly localPort: number;
}

interface ExchangeArgs {
  readonly host: string;
  readonly port: number;
  /** Each is written as a segment of its own. */
  readonly parts: readonly string[];
  /** Stop, successfully, once the answer contains this. */
  readonly until?: string;
  readonly timeoutMs?: number;
  readonly localPort?: number;
}

/** Plain sockets, both sides: exchanges with a server, and echo sessions that stay open. */
export function trafficOperations(): Record<string, Operation> {
  const sessions = new Map<number, { socket: Socket; received: string; error: string | null }>();
  const servers = new Set<Server>();
  let next = 0;
  return {
    exchange,
    async echoServer({ port }: { port: number }) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.pipe(socket);
      });
      servers.add(server);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '::', resolve);
      });
    },
    async openSession({ host, port }: { host: string; port: number }) {
      const socket = connect(port, host);
      socket.setNoDelay(true);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      });
      next += 1;
      const session = { socket, received: '', error: null as string | null };
      sessions.set(next, session);
      socket.on('data', (bytes) => {
        session.received += bytes.toString('latin1');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        session.error = error.code ?? error.message;
      });
      return next;
    },
    /** True when an echo session gives back what it is told within `timeoutMs`. */
    async echoes({ session, timeoutMs = 3000 }: { session: number; timeoutMs?: number }) {
      const open = sessions.get(session);
      if (open === undefined || open.error !== null) return false;
      const word = `<${Math.random()}>`;
      open.socket.write(word);
      for (let waited = 0; waited < timeoutMs; waited += 20) {
        if (open.received.includes(word)) return true;
        await sleep(20);
      }
      return false;
    },
    /** Bytes that came back of `bytes` sent through an echo session at once. */
    async echoesBulk({ session, bytes, timeoutMs }: { session: number; bytes: number; timeoutMs: number }) {
      const open = sessions.get(session);
      if (open === undefined) return -1;
      open.received = '';
      open.socket.write(Buffer.alloc(bytes, 'bulk '));
      for (let waited = 0; waited < timeoutMs && open.received.length < bytes; waited += 20) await sleep(20);
      const back = open.received.length;
      open.received = '';
      return back;
    },
    sessionError: ({ session }: { session: number }) => sessions.get(session)?.error ?? null,
  };
}

function exchange(args: ExchangeArgs): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect({ host: args.host, port: args.port, localPort: args.localPort });
    let answer = '';
    let localPort = 0;
    const finish = (end: Exchange['end']): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      if (end !== 'closed' && !socket.connecting) socket.resetAndDestroy();
      else socket.destroy();
      resolve({ end, answer, localPort });
    };
    const timer = setTimeout(() => finish('timeout'), args.timeoutMs ?? 5000);
    socket.setNoDelay(true);
    socket.on('connect', () => {
      localPort = socket.localPort ?? 0;
      void writeParts(socket, args.parts);
    });
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (args.until !== undefined && answer.includes(args.until)) finish('enough');
    });
    socket.on('end', () => finish('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ECONNREFUSED' ? 'refused' : error.code === 'ETIMEDOUT' ? 'timeout' : 'reset'),
    );
  });
}

async function writeParts(socket: Socket, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    await new Promise<void>((done) => socket.write(Buffer.from(part, 'latin1'), () => done()));
    if (parts.length > 1) await sleep(1);
  }
}
