import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Invoke } from '../lambda/fleet.ts';
import type { Outcome } from '../lambda/invocation.ts';
import type { RoutePart } from '../template/parts.ts';
import { httpEvent } from './event.ts';
import { type Match, matcher } from './match.ts';
import { gatewayReply, type Reply, replyTo } from './reply.ts';

/** API Gateway's limit on a request body, in bytes. */
const bodyLimit = 10 * 1024 * 1024;

/** What is still read of a body that is refused, so that its sender gets to read the answer. */
const patience = 10 * bodyLimit;

/** The whole body, or undefined when it passes the limit. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > patience) return undefined;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size <= bodyLimit ? Buffer.concat(chunks) : undefined;
}

function decodedPath(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

const write = (response: ServerResponse, reply: Reply, requestId: string): void => {
  const cookies = reply.cookies.length > 0 ? { 'set-cookie': [...reply.cookies] } : {};
  response.writeHead(reply.status, {
    ...reply.headers,
    ...cookies,
    'content-length': reply.body.length,
    'apigw-requestid': requestId,
  });
  response.end(response.req.method === 'HEAD' ? undefined : reply.body);
};

async function withinTime(outcome: Promise<Outcome>, { route }: Match): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const tooLate: Outcome = { ok: false, reason: 'timeout', message: 'integration timeout' };
    timer = setTimeout(() => resolve(tooLate), route.timeoutMs);
  });
  const first = await Promise.race([outcome, late]);
  clearTimeout(timer);
  return first;
}

/** The request listener that stands for the HTTP API: finds the route, invokes the function, answers. */
export function gateway(
  routes: readonly RoutePart[],
  invoke: Invoke,
): (request: IncomingMessage, response: ServerResponse) => void {
  const match = matcher(routes);

  const answer = async (request: IncomingMessage, requestId: string): Promise<Reply> => {
    const [rawPath = '/', ...rest] = (request.url ?? '/').split('?');
    const path = decodedPath(rawPath);
    if (path === undefined) return gatewayReply(400, 'Bad Request');
    const found = match(request.method ?? 'GET', path);
    if (!found) return gatewayReply(404, 'Not Found');
    const body = await readBody(request);
    if (!body) return gatewayReply(413, 'Request Entity Too Large');
    const received = { request, path, rawQuery: rest.join('?'), body, requestId, now: new Date() };
    const outcome = invoke(found.route.functionArn, httpEvent(received, found));
    return replyTo(await withinTime(outcome, found));
  };

  return (request, response) => {
    const requestId = randomUUID();
    answer(request, requestId)
      .catch(() => gatewayReply(500, 'Internal Server Error'))
      .then((reply) => {
        write(response, reply, requestId);
        // A route that is not there is answered before the body is read; the rest must not stay in the pipe.
        request.resume();
      })
      .catch(() => response.destroy());
  };
}
