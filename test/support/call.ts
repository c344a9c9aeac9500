import { gunzipSync } from 'node:zlib';
import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** What `api()` makes of a function's handlers, as the tests call it. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>;

export interface CallOptions {
  readonly method?: string;
  /** Without the query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** `api-version: v1` goes along unless it is set here; `undefined` leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Bytes and text as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly sourceIP?: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON; bytes where it is not; undefined where it is empty. */
  readonly body: T;
}

/** A log for functions under test that stays quiet. */
export const quietLogger = (): Logger => new Logger({ serviceName: 'test', logLevel: 'SILENT' });

/**
 * Calls a function with the event that an API Gateway HTTP API (payload format 2.0) would send. `T` is what the test
 * takes the answer for: what it asserts is all that is known of it.
 */
export const call = async <T = Record<string, unknown>>(
  handler: HttpHandler,
  options: CallOptions,
): Promise<Answer<T>> => {
  const event = toEvent(options);
  const reply = (await handler(event, context(event.requestContext.requestId))) as {
    statusCode: number;
    headers: Record<string, string>;
    body: string;
    isBase64Encoded: boolean;
  };
  return { status: reply.statusCode, headers: reply.headers, body: readBody(reply) as T };
};

export const bodyBytes = (body: unknown): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

const toEvent = (options: CallOptions): APIGatewayProxyEventV2 => {
  const method = options.method ?? (options.body === undefined ? 'GET' : 'POST');
  const headers = Object.fromEntries(
    Object.entries({ 'api-version': 'v1', 'content-type': 'application/json', ...options.headers })
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  const body = bodyBytes(options.body);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: options.path,
    rawQueryString: new URLSearchParams(options.query).toString(),
    headers,
    ...(options.query && { queryStringParameters: { ...options.query } }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test',
      domainPrefix: 'test',
      http: {
        method,
        path: options.path,
        protocol: 'HTTP/1.1',
        sourceIp: options.sourceIP ?? '192.0.2.10',
        userAgent: 'test',
      },
      requestId: crypto.randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    ...(body.length > 0 && { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
};

export const context = (awsRequestId: string = crypto.randomUUID()): Context => ({
  awsRequestId,
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:local:000000000000:function:test',
  memoryLimitInMB: '256',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

const readBody = (reply: {
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
}): unknown => {
  let bytes = Buffer.from(reply.body, reply.isBase64Encoded ? 'base64' : 'utf8');
  if (reply.headers['content-encoding'] === 'gzip') bytes = gunzipSync(bytes);
  if (bytes.length === 0) return undefined;
  return reply.headers['content-type'] === 'application/json' ? JSON.parse(bytes.toString()) : bytes;
};
