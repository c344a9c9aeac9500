import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { localAccount } from '../template/names.ts';
import type { Match } from './match.ts';

/** An HTTP API event, payload format 2.0: the part of it that is always there. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: Readonly<Record<string, unknown>>;
}

export interface Received {
  readonly request: IncomingMessage;
  /** Decoded. */
  readonly path: string;
  readonly rawQuery: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly now: Date;
}

/** Media types that API Gateway hands on as text; all others, forms among them, arrive in base64. */
const textual = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\b)/i;

const joined = (values: readonly (readonly [string, string])[]): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const [name, value] of values) all[name] = name in all ? `${all[name]},${value}` : value;
  return all;
};

/** Duplicates joined by comma, names in lower case, cookies apart, and the headers that API Gateway adds. */
function headersOf(request: IncomingMessage): { headers: Record<string, string>; cookies: string[] } {
  const pairs: [string, string][] = [];
  const cookies: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = (request.rawHeaders[i] ?? '').toLowerCase();
    const value = request.rawHeaders[i + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/; */));
    else if (name !== 'connection' && name !== 'transfer-encoding') pairs.push([name, value]);
  }
  const secure = (request.socket as Partial<TLSSocket>).encrypted === true;
  pairs.push(['x-forwarded-for', sourceOf(request)]);
  const headers = joined(pairs);
  headers['x-forwarded-port'] = String(request.socket.localPort ?? 0);
  headers['x-forwarded-proto'] = secure ? 'https' : 'http';
  return { headers, cookies };
}

const sourceOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** e.g. `23/Nov/2026:16:03:58 +0000`. */
const logTime = (now: Date): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()].map(two).join(':');
  return `${two(now.getUTCDate())}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}:${clock} +0000`;
};

function bodyOf(body: Buffer, headers: Readonly<Record<string, string>>) {
  if (body.length === 0) return { isBase64Encoded: false };
  const asText = textual.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  return asText
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

/** The event that API Gateway would make of a request (HTTP API, payload format 2.0). */
export function httpEvent(received: Received, { route, pathParameters }: Match): HttpEvent {
  const { request, path, rawQuery, requestId, now } = received;
  const { headers, cookies } = headersOf(request);
  const query = joined([...new URLSearchParams(rawQuery)]);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    headers,
    ...(cookies.length > 0 ? { cookies } : {}),
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...bodyOf(received.body, headers),
    requestContext: {
      accountId: localAccount,
      apiId: 'local',
      domainName: headers.host ?? '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceOf(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
  };
}
