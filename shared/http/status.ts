import type { Refusal, RefusalKind } from '../domain/outcome.ts';

/** The only place where a refusal becomes a status code (domain/api.md, Errors). */
const statusOf: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
};

export interface Reply {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

export const refusalReply = (refusal: Refusal): Reply =>
  jsonReply(statusOf[refusal.kind], {
    message: refusal.message,
    ...(refusal.reason && { reason: refusal.reason }),
    ...refusal.detail,
  });

export const jsonReply = (statusCode: number, body: unknown): Reply => ({
  statusCode,
  headers: { ...JSON_HEADERS },
  body: body === undefined ? '' : JSON.stringify(body),
  isBase64Encoded: false,
});

/** An answer that is not JSON, such as a table; `next`: the cursor to go on with, told in the header `next-cursor`. */
export class TextAnswer {
  readonly contentType: string;
  readonly text: string;
  readonly next: string | undefined;
  constructor(contentType: string, text: string, next?: string) {
    this.contentType = contentType;
    this.text = text;
    this.next = next;
  }
}

export const textReply = ({ contentType, text, next }: TextAnswer): Reply => ({
  statusCode: 200,
  headers: {
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(next !== undefined && { 'next-cursor': next }),
  },
  body: text,
  isBase64Encoded: false,
});

/** RFC 9110 section 15.5.6: a 405 names what is allowed. */
export const notAllowedReply = (method: string, allowed: readonly string[]): Reply => {
  const reply = jsonReply(405, { message: `${method} is not allowed here. Use ${allowed.join(', ')}.` });
  return { ...reply, headers: { ...reply.headers, allow: allowed.join(', ') } };
};

export const bytesReply = (bytes: Uint8Array, contentType: string): Reply => ({
  statusCode: 200,
  headers: { 'content-type': contentType, 'cache-control': 'private, immutable, max-age=86400' },
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});

/** What nobody expected. The cause goes to the log under the request id, never to the caller. */
export const internalErrorReply = (requestId: string): Reply =>
  jsonReply(500, { message: `Internal server error. Request id: ${requestId}` });
