import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import { connectOut, type TlsOptions } from './connect.ts';
import { type Egress, notReached } from './egress.ts';

export interface RequestOut {
  readonly method: 'GET' | 'POST';
  /** `https:` or `http:`, without user name and password. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly tls?: TlsOptions;
  /** For everything, from the name to the last byte; 10 seconds. */
  readonly timeoutMs?: number;
  /** Longest reply that is read; 64 KB. */
  readonly mostBytes?: number;
  /** What a longer reply means: refused, or cut off there (where the status alone counts). */
  readonly longer?: 'refuse' | 'cut';
}

export interface ReplyOut {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;
const MOST_URL = 2_048;
const NOT_MODIFIED = 304;

/**
 * One HTTP request to what a tenant named, through the guard of `connectOut`. Whatever status the other side gives
 * is an answer, but a redirect is refused: it would lead past the guard's check of what the tenant named.
 */
export const requestOut = async (egress: Egress, out: RequestOut): Promise<Outcome<ReplyOut>> => {
  const target = readUrl(out.url);
  if (!target.ok) return target;
  const url = target.value;
  const signal = AbortSignal.timeout(out.timeoutMs ?? TIMEOUT_MS);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const to = { host, port: Number(url.port || (secure ? 443 : 80)) };
  const socket = await connectOut(egress, secure ? { ...to, tls: out.tls ?? {} } : to, signal);
  if (!socket.ok) return socket;
  try {
    return await readReply(await exchange(socket.value, url, out, signal), url, out);
  } catch (error) {
    if (signal.aborted) return notReached('timeout', `${url.host}: took too long to answer.`);
    return notReached('broken-reply', `${url.host}: no proper HTTP reply (${codeOf(error)}).`);
  } finally {
    socket.value.destroy();
  }
};

/** A URL that the plane may be asked to call, parsed; for checks when a setting is saved, before anything is called. */
export const readUrl = (text: string): Outcome<URL> => {
  const url = text.length <= MOST_URL ? URL.parse(text) : null;
  if (!url || !['https:', 'http:'].includes(url.protocol)) {
    return refuse('invalid', `url: must be an http or https address of at most ${MOST_URL} characters.`);
  }
  if (url.username || url.password) return refuse('invalid', 'url: must not hold a user name or a password.');
  return accept(url);
};

const exchange = (socket: Socket, url: URL, out: RequestOut, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest({
      createConnection: () => socket,
      method: out.method,
      path: `${url.pathname}${url.search}`,
      headers: { 'accept-encoding': 'identity', ...out.headers, host: url.host, connection: 'close' },
      maxHeaderSize: MOST_HEADER_BYTES,
      signal,
    });
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end(out.body);
  });

const readReply = async (reply: IncomingMessage, url: URL, out: RequestOut): Promise<Outcome<ReplyOut>> => {
  const status = reply.statusCode ?? 0;
  if (status < 200) return notReached('broken-reply', `${url.host}: answered ${status}.`);
  if (status >= 300 && status < 400 && status !== NOT_MODIFIED) {
    return notReached('redirected', `${url.host}: answered ${status}; redirects are not followed.`);
  }
  const most = out.mostBytes ?? MOST_BYTES;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= most) continue;
    if (out.longer === 'cut') break;
    return notReached('reply-too-large', `${url.host}: the reply is longer than ${most} bytes.`);
  }
  return accept({ status, headers: reply.headers, body: Buffer.concat(chunks).subarray(0, most) });
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'broken off';
