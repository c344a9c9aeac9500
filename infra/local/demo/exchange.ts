import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How an exchange ended: `closed` by the server after its answer, `reset`, `refused`, or still open at the end. */
export interface Exchange {
  readonly end: 'closed' | 'reset' | 'refused' | 'timeout';
  /** All bytes that came back, as latin1. */
  readonly answer: string;
  readonly localPort: number;
}

export interface ExchangeArgs {
  readonly host: string;
  readonly port: number;
  /** latin1; each part leaves as a segment of its own. */
  readonly parts: readonly string[];
  readonly timeoutMs?: number;
}

/** One request by a plain socket, so that segments leave exactly as cut. */
export const exchange = ({ host, port, parts, timeoutMs = 5000 }: ExchangeArgs): Promise<Exchange> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    let answer = '';
    let localPort = 0;
    const finish = (end: Exchange['end']): void => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
      resolve({ end, answer, localPort });
    };
    const timer = setTimeout(() => finish('timeout'), timeoutMs);
    socket.on('connect', async () => {
      localPort = socket.localPort ?? 0;
      for (const part of parts) {
        if (socket.destroyed) return;
        await new Promise<void>((done) => socket.write(Buffer.from(part, 'latin1'), () => done()));
        if (parts.length > 1) await sleep(1);
      }
    });
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
    });
    socket.on('end', () => finish('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'),
    );
  });
