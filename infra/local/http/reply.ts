import type { Outcome } from '../lambda/invocation.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** An answer of API Gateway's own, not of a function. */
export const gatewayReply = (status: number, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message })),
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function headersOf(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) return undefined;
  const headers: Record<string, string> = {};
  for (const [name, each] of Object.entries(value)) {
    if (isRecord(each) || Array.isArray(each)) return undefined;
    headers[name.toLowerCase()] = String(each);
  }
  return headers;
}

/** A function's value as payload format 2.0 reads it; one without `statusCode` is a JSON body by itself. */
function replyOf(value: unknown): Reply | undefined {
  if (!isRecord(value) || value.statusCode === undefined) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      cookies: [],
      body: Buffer.from(text),
    };
  }
  const status = Number(value.statusCode);
  const headers = headersOf(value.headers);
  const { body = '', cookies = [] } = value;
  if (!Number.isInteger(status) || status < 100 || status > 599 || !headers) return undefined;
  if (typeof body !== 'string' || !Array.isArray(cookies)) return undefined;
  return {
    status,
    headers,
    cookies: cookies.map(String),
    body: Buffer.from(body, value.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

/** What the caller sees of an invocation: a function's failure is API Gateway's 5xx, with nothing of its text. */
export function replyTo(outcome: Outcome): Reply {
  if (outcome.ok) return replyOf(outcome.value) ?? gatewayReply(500, 'Internal Server Error');
  switch (outcome.reason) {
    case 'too-large':
      return gatewayReply(413, 'Request Entity Too Large');
    case 'timeout':
    case 'throttled':
      return gatewayReply(503, 'Service Unavailable');
    default:
      return gatewayReply(500, 'Internal Server Error');
  }
}
