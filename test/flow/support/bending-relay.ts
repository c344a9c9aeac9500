import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Ready } from '../../../infra/local/ready.ts';
import { beatReply, type Todo } from '../../../shared/schema/agent/beat.ts';
import { makeCertificate } from '../../support/tls.ts';

/** Stands between an agent and the plane, trusted by the agent: carries everything, and bends what it is told to. */
export interface BendingRelay {
  readonly url: string;
  /** PEM of the authority that the agent has to trust. */
  readonly ca: string;
  /** Pointers that the plane gave out, oldest first. */
  readonly pointers: string[];
  /** What else the agent fetched with GET, and how many bytes the plane answered with. */
  readonly fetched: { readonly target: string; readonly bytes: number }[];
  /** What beats are told instead of the plane's own words. */
  instead: Todo[] | undefined;
  /** Contents that the plane does not have, by hash. */
  readonly contents: Map<string, Uint8Array>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export const startBendingRelay = async (ready: Ready): Promise<BendingRelay> => {
  const { key, cert, ca } = await makeCertificate();
  const planeCa = readFileSync(ready.ca);

  const ask = (from: { method?: string; url?: string; headers: object }, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const target = new URL(from.url ?? '/', ready.agentUrl);
      const headers = { ...from.headers, host: target.host };
      const call = https.request(target, { method: from.method, headers, ca: planeCa, agent: false });
      call.on('error', reject);
      call.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
      });
      call.end(body);
    });

  const bent = ({ status, body }: Answer): Answer => {
    if (status !== 200) return { status, body };
    const reply = beatReply.parse(JSON.parse(body.toString()));
    relay.pointers.push(...reply.todo.flatMap((todo) => (todo.what === 'policy' ? [todo.pointer] : [])));
    return { status, body: Buffer.from(JSON.stringify({ ...reply, todo: relay.instead ?? reply.todo })) };
  };

  const server = https.createServer({ key, cert }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const own = relay.contents.get(new URL(request.url ?? '/', relay.url).pathname.split('/').at(-1) ?? '');
      if (own) return response.end(own);
      const answer = await ask(request, Buffer.concat(parts)).catch(
        (): Answer => ({ status: 502, body: Buffer.alloc(0) }),
      );
      if (request.method === 'GET')
        relay.fetched.push({ target: request.url ?? '', bytes: answer.body.length });
      const { status, body } = request.url?.endsWith('/beat') ? bent(answer) : answer;
      return response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const relay: BendingRelay = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca,
    pointers: [],
    fetched: [],
    instead: undefined,
    contents: new Map(),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return relay;
};
