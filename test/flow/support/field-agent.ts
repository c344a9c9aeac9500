import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { zstdCompressSync } from 'node:zlib';
import type { Ready } from '../../../infra/local/ready.ts';
import type { ActivationReply } from '../../../shared/schema/agent/activation.ts';
import { createIdentity, type ProofBends } from '../../support/agent-identity.ts';
import { bodyBytes } from '../../support/call.ts';

export interface Wire {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface WireRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One HTTPS request to the plane's door for agents, trusting its own authority only. */
export const overTls = (ready: Ready, options: WireRequest): Promise<Wire> =>
  new Promise((resolve, reject) => {
    const query = new URLSearchParams(options.query).toString();
    const body = bodyBytes(options.body);
    const call = request(
      new URL(query ? `${options.path}?${query}` : options.path, ready.agentUrl),
      {
        method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
        ca: readFileSync(ready.ca),
        headers: { ...options.headers, 'content-length': body.length },
        agent: false,
      },
      async (response) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of response) chunks.push(chunk as Buffer);
        } catch (error) {
          reject(error as Error);
          return;
        }
        const text = Buffer.concat(chunks);
        const json = response.headers['content-type'] === 'application/json' && text.length > 0;
        resolve({ status: response.statusCode ?? 0, body: json ? JSON.parse(text.toString()) : {} });
      },
    );
    call.on('error', reject);
    call.end(body);
  });

export const hostFacts = (hostName: string) => ({
  hostName,
  platform: 'Debian GNU/Linux 12',
  kernel: '6.1',
  architecture: 'x64',
  agentVersion: '0.1.0',
  addresses: ['192.0.2.1'],
  problems: [],
});

/** A host in the field that speaks the agent protocol over real TLS, written from the wire contract alone. */
export const fieldAgent = (ready: Ready, hostName: string, machine: string = hostName) => {
  const identity = createIdentity(machine);
  let computerID = 0;

  const signed = (options: WireRequest, bends: ProofBends = {}): Promise<Wire> =>
    overTls(ready, {
      ...options,
      headers: {
        ...options.headers,
        authorization: identity.as(ready.tenantId, computerID).proof(options, bends),
      },
    });

  return {
    identity,
    signed,
    id: () => computerID,
    async activate(more: object = {}, bends: ProofBends = {}): Promise<Wire> {
      const body = {
        tenantID: ready.tenantId,
        token: ready.activationToken,
        protocol: 1,
        host: hostFacts(hostName),
        ...more,
      };
      const options = { method: 'POST', path: '/agent/v1/activation', body };
      const answer = await overTls(ready, {
        ...options,
        headers: { authorization: identity.activationProof(options, bends) },
      });
      if (answer.status === 200) computerID = (answer.body as unknown as ActivationReply).computerID;
      return answer;
    },
    beat: (more: object = {}, bends: ProofBends = {}) =>
      signed(
        {
          method: 'POST',
          path: '/agent/v1/beat',
          body: {
            protocol: 1,
            firewall: { state: 'off' },
            intrusionPrevention: { state: 'off' },
            waiting: 0,
            ...more,
          },
        },
        bends,
      ),
    /** `id` and `bytes` stay what they are on every attempt, as in a real spool. */
    sendBatch: ({ id, bytes }: Batch) =>
      signed({ method: 'POST', path: '/agent/v1/events', query: { id }, body: bytes }),
  };
};

export type FieldAgent = ReturnType<typeof fieldAgent>;

export interface Batch {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A sealed batch of blocked attacks; `marks` make each of its events recognisable. */
export const attackBatch = (sealedAt: number, n: number, marks: readonly number[]): Batch => {
  const id = `${String(sealedAt).padStart(13, '0')}-${n}`;
  const events = marks.map((mark) => ({
    kind: 'intrusion-prevention',
    at: sealedAt - 1000,
    repeatCount: 1,
    direction: 'incoming',
    protocol: 'tcp',
    sourceIP: '203.0.113.9',
    sourcePort: 40_000,
    destinationIP: '192.0.2.1',
    destinationPort: 80,
    ruleID: 1,
    sid: 100_000_101,
    status: 0,
    reason: 'Apache Log4j Remote Code Execution (Log4Shell)',
    severity: 'critical',
    action: 'reset',
    flow: 'connection',
    positionInStream: mark,
  }));
  return { id, bytes: zstdCompressSync(JSON.stringify({ id, events })) };
};
