import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as the functions see it: nothing of API Gateway's event goes further than this file. */
export interface Request {
  readonly id: string;
  readonly method: string;
  /** As sent, still percent-encoded: proofs and signatures cover it. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIP: string;
  /** As received, still packed. */
  readonly body: Uint8Array;
}

export const toRequest = (event: APIGatewayProxyEventV2): Request => ({
  id: event.requestContext.requestId,
  method: event.requestContext.http.method,
  path: event.rawPath,
  rawQuery: event.rawQueryString ?? '',
  query: definedOnly(event.queryStringParameters),
  headers: Object.fromEntries(
    Object.entries(definedOnly(event.headers)).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  sourceIP: event.requestContext.http.sourceIp,
  body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
});

const definedOnly = (record: Record<string, string | undefined> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
