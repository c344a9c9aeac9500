import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { PlaneAddress } from '../state/identity.ts';
import { connectToPlane } from './connect.ts';
import { type Exchange, linkFailure } from './failure.ts';

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Path with query below the plane's base URL. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For the whole exchange, connecting included. */
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** One HTTPS exchange: certificate verified, redirects not followed, time and size bounded. Never throws. */
export interface Transport {
  exchange(call: Call): Promise<Exchange<RawReply>>;
  /** Path with query as the plane sees it, base path included: what the proof covers. */
  fullTarget(target: string): string;
  close(): void;
}

/** With `ca` only those authorities are trusted; with `socket` the TLS stream travels through that Unix socket. */
export const createTransport = (plane: PlaneAddress): Transport => {
  const base = new URL(plane.url);
  const fullTarget = (target: string): string => `${base.pathname.replace(/\/+$/, '')}${target}`;
  const agent = new PlaneAgent(plane.socket, {
    keepAlive: true,
    maxSockets: 1,
    // Idle connections are given up well before a load balancer does it.
    timeout: 15_000,
    minVersion: 'TLSv1.2',
    // Said although it is the default: NODE_TLS_REJECT_UNAUTHORIZED in a service's environment must not undo it.
    rejectUnauthorized: true,
    ...(plane.ca && { ca: plane.ca }),
  });
  const exchange = (call: Call): Promise<Exchange<RawReply>> =>
    new Promise((resolve) => {
      const request = https.request({
        agent,
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port || 443,
        method: call.method,
        path: fullTarget(call.target),
        headers: { ...call.headers, 'content-length': String(call.body.length) },
        signal: AbortSignal.timeout(call.timeoutMs),
      });
      request.on('error', (error) => resolve(failureOf(error, plane)));
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > call.maxReplyBytes) {
            resolve(
              linkFailure('too-large', `The plane's answer is larger than ${call.maxReplyBytes} bytes.`),
            );
            request.destroy();
          } else parts.push(part);
        });
        response.on('error', (error) => resolve(failureOf(error, plane)));
        response.on('end', () => {
          resolve({
            ok: true,
            value: {
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts),
            },
          });
        });
      });
      request.end(call.body);
    });
  return { exchange, fullTarget, close: () => agent.destroy() };
};

/** TLS with the plane's own host name verified, over marked TCP or over a Unix socket that leads there. */
class PlaneAgent extends https.Agent {
  readonly #socket: string | undefined;

  constructor(socket: string | undefined, options: https.AgentOptions) {
    super(options);
    this.#socket = socket;
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const through = this.#socket
      ? Promise.resolve(net.connect(this.#socket))
      : connectToPlane(options.host ?? '', Number(options.port));
    through.then(
      (socket) => {
        const secure = tls.connect({ ...(options as tls.ConnectionOptions), socket });
        // A failing carrier is told by the TLS socket's error alone; without a listener it would end the process.
        socket.on('error', (error) => secure.destroy(error));
        callback?.(null, secure);
      },
      (error: Error) => callback?.(error, undefined as never),
    );
    return undefined;
  }
}

const UNTRUSTED =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_)/;

const failureOf = (error: Error, plane: PlaneAddress) => {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const where = plane.socket ? `${plane.url} (through ${plane.socket})` : plane.url;
  if (error.name === 'TimeoutError' || error.name === 'AbortError' || code === 'ETIMEDOUT') {
    return linkFailure('timeout', `The plane at ${where} did not answer in time.`);
  }
  if (UNTRUSTED.test(code)) {
    return linkFailure(
      'untrusted',
      `The certificate of ${where} is not trusted (${code}). Name its authority with --ca FILE.`,
    );
  }
  return linkFailure('unreachable', `The plane at ${where} cannot be reached (${code || error.message}).`);
};
