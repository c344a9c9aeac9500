import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { CompactSign } from 'jose';
import { type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { HostConfig } from '../../shared/domain/policy/host-config.ts';
import { authenticateActivating, authenticateAgent } from '../../shared/http/agent-proof.ts';
import { refusalReply } from '../../shared/http/status.ts';
import { contentDelta } from '../../shared/ports/content-delta.ts';
import { activationRequest } from '../../shared/schema/agent/activation.ts';
import { type BeatReply, type BeatRequest, beatRequest } from '../../shared/schema/agent/beat.ts';
import { batchContent, type HostEvent } from '../../shared/schema/agent/events.ts';
import { KILLS_TYPE, type RuleKills } from '../../shared/schema/agent/rule-kills.ts';
import {
  POINTER_TYPE,
  type Pointer,
  type Purpose,
  type TrustedKey,
} from '../../shared/schema/agent/signed.ts';
import type { HostItem } from '../../shared/table/entities/computer/host.ts';
import type { Store } from '../../shared/table/store.ts';
import { makeCertificate } from './tls.ts';

export const TENANT = '11111111-2222-4333-8444-555555555555';
export const TOKEN = 'token-of-the-test';

export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly authorization: string;
  readonly body: Buffer;
}

/**
 * The plane's side of the agent protocol on a real TLS server: proofs are checked by the plane's own code, state is
 * kept in memory, and a test can turn every answer.
 */
export interface TestPlane {
  readonly url: string;
  readonly port: number;
  /** PEM of the authority that signed its certificate. */
  readonly ca: string;
  readonly requests: SeenRequest[];
  readonly beats: BeatRequest[];
  /** By batch id, as first received. */
  readonly batches: Map<string, HostEvent[]>;
  readonly hosts: Map<number, HostItem>;
  readonly trust: TrustedKey[];
  /** Answers before anything else when it returns one. */
  answer: (
    request: SeenRequest,
  ) => { status: number; body: unknown; headers?: Record<string, string> } | undefined;
  /** What the next beats are told, beside a due policy. */
  todo: BeatReply['todo'];
  /** The plane's clock, epoch ms. */
  now: () => number;
  /** Puts a content on offer; hosts get a pointer to it until they say that it is applied. */
  offer(config: unknown, overrides?: Partial<Pointer>): Promise<{ hash: string; pointer: string }>;
  sign(pointer: Pointer, key?: KeyObject, kid?: string): Promise<string>;
  /** A list of killed rules, signed with the key for rules or, if said so, that for policies. */
  signKills(list: RuleKills, purpose?: Purpose): Promise<string>;
  readonly contents: Map<string, Uint8Array>;
  /** What a host gets that names a content which it has. */
  delta: (held: Uint8Array, wanted: Uint8Array) => Uint8Array;
  events(): HostEvent[];
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export const emptyConfig: HostConfig = {
  format: 1,
  firewall: { state: 'off', rules: [] },
  intrusionPrevention: { state: 'off', engineMode: 'inline', onFailure: 'open', rules: [] },
};

export const startTestPlane = async (): Promise<TestPlane> => {
  const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = signing.publicKey.export({ format: 'jwk' }) as TrustedKey['jwk'];
  const rulesSigning = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rulesJwk = rulesSigning.publicKey.export({ format: 'jwk' }) as TrustedKey['jwk'];
  const certificate = await makeCertificate();
  const hosts = new Map<number, HostItem>();
  let offered: { hash: string; pointer: string } | undefined;
  let sequence = 0;

  const store = {
    get: async (key: { sk: string }) => hosts.get(Number(key.sk.replace('host#', ''))),
    // What the tenant is told of a refused host: nobody listens here.
    transact: async () => ({ ok: true }),
  } as unknown as Store;

  const plane: TestPlane = {
    url: '',
    port: 0,
    ca: certificate.ca,
    requests: [],
    beats: [],
    batches: new Map(),
    hosts,
    trust: [
      { kid: 'policy-1', purpose: 'policy', jwk },
      { kid: 'rules-1', purpose: 'rules', jwk: rulesJwk },
    ],
    answer: () => undefined,
    todo: [],
    now: () => Date.now(),
    contents: new Map(),
    delta: (held, wanted) => contentDelta(held, wanted) ?? wanted,
    async offer(config, overrides = {}) {
      const bytes = zstdCompressSync(JSON.stringify(config));
      const hash = createHash('sha256').update(bytes).digest('hex');
      plane.contents.set(hash, bytes);
      sequence += 1;
      const now = plane.now();
      const pointer = await plane.sign({
        tenant: TENANT,
        host: 1,
        purpose: 'policy',
        sequence,
        hash,
        unpacked: createHash('sha256').update(JSON.stringify(config)).digest('hex'),
        issued: now,
        expires: now + 3_600_000,
        ...overrides,
      });
      offered = { hash, pointer };
      return offered;
    },
    sign: (pointer, key = signing.privateKey, kid = 'policy-1') =>
      new CompactSign(Buffer.from(JSON.stringify(pointer)))
        .setProtectedHeader({ alg: 'ES256', typ: POINTER_TYPE, kid })
        .sign(key),
    signKills: (list, purpose = 'rules') =>
      new CompactSign(Buffer.from(JSON.stringify(list)))
        .setProtectedHeader({ alg: 'ES256', typ: KILLS_TYPE, kid: `${purpose}-1` })
        .sign(purpose === 'rules' ? rulesSigning.privateKey : signing.privateKey),
    events: () => [...plane.batches.values()].flat(),
    async goDown() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
    async comeBack() {
      await new Promise<void>((done) => server.listen(plane.port, '127.0.0.1', done));
    },
    async close() {
      if (server.listening) await plane.goDown();
    },
  };

  const respond = async (seen: SeenRequest, headers: Record<string, string>): Promise<[number, unknown]> => {
    const [path = '', rawQuery = ''] = seen.target.split('?');
    const request = {
      id: 'test',
      method: seen.method,
      path,
      rawQuery,
      query: Object.fromEntries(new URLSearchParams(rawQuery)),
      headers,
      sourceIP: '127.0.0.1',
      body: seen.body,
    };
    const refused = (outcome: Outcome<unknown>): [number, unknown] => {
      if (outcome.ok) throw new Error('not a refusal');
      const reply = refusalReply(outcome);
      return [reply.statusCode, JSON.parse(reply.body)];
    };
    if (path.endsWith('/agent/v1/activation')) {
      const caller = await authenticateActivating(request, plane.now());
      if (!caller.ok) return refused(caller);
      const body = activationRequest.parse(JSON.parse(seen.body.toString()));
      if (body.token !== TOKEN) return refused(refuse('forbidden', 'The token is not valid.', 'bad-token'));
      const known = [...hosts.values()].find((host) => host.key === caller.value.key);
      const ID = known?.ID ?? hosts.size + 1;
      hosts.set(ID, hostItemOf(ID, caller.value.key, caller.value.proof.mch));
      return [
        200,
        {
          computerID: ID,
          hostGUID: '99999999-2222-4333-8444-555555555555',
          tenantID: TENANT,
          protocol: 1,
          serverTime: plane.now(),
          firstBeat: 0,
          trust: plane.trust,
        },
      ];
    }
    const caller = await authenticateAgent(request, store, plane.now());
    if (!caller.ok) return refused(caller);
    if (path.endsWith('/agent/v1/beat'))
      return [200, beat(caller.value.computerID, seen, caller.value.proof.cnt)];
    if (path.endsWith('/agent/v1/events')) return [200, intake(seen, request.query.id ?? '')];
    if (path.endsWith('/agent/v1/deactivation')) {
      hosts.delete(caller.value.computerID);
      return [200, undefined];
    }
    const content = plane.contents.get(path.slice(path.lastIndexOf('/') + 1));
    const held = plane.contents.get(request.query.have ?? '');
    if (content && held) return [200, plane.delta(held, content)];
    return content ? [200, content] : refused(refuse('missing', 'The content does not exist.'));
  };

  const beat = (computerID: number, seen: SeenRequest, counter: number): BeatReply => {
    const said = beatRequest.parse(JSON.parse(seen.body.toString()));
    plane.beats.push(said);
    const host = hosts.get(computerID) as HostItem;
    hosts.set(computerID, { ...host, counter });
    const due = offered && said.applied?.hash !== offered.hash && said.failed?.hash !== offered.hash;
    return {
      serverTime: plane.now(),
      nextBeat: 600,
      todo: [
        ...plane.todo,
        ...(due && offered ? [{ what: 'policy' as const, pointer: offered.pointer }] : []),
      ],
    };
  };

  const intake = (seen: SeenRequest, id: string) => {
    const content = batchContent.parse(JSON.parse(zstdDecompressSync(seen.body).toString()));
    if (content.id !== id) throw new Error(`batch ${content.id} came as ${id}`);
    const duplicate = plane.batches.has(id);
    if (!duplicate) plane.batches.set(id, content.events as HostEvent[]);
    return { id, accepted: content.events.length, duplicate, refused: [] };
  };

  const server = https.createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const seen = {
        method: request.method ?? '',
        target: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: Buffer.concat(parts),
      };
      plane.requests.push(seen);
      const turned = plane.answer(seen);
      const [status, body] = turned
        ? [turned.status, turned.body]
        : await respond(seen, request.headers as Record<string, string>).catch((error: Error) => [
            500,
            { message: error.message },
          ]);
      response.writeHead(status as number, turned?.headers);
      if (body instanceof Uint8Array || typeof body === 'string') response.end(body);
      else response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(plane, { port, url: `https://127.0.0.1:${port}` });
};

const hostItemOf = (ID: number, key: string, machine: string): HostItem => ({
  pk: 'test',
  sk: `host#${ID}`,
  kind: 'host',
  tenant: TENANT,
  ID,
  key,
  thumbprint: key,
  machine,
  counter: 0,
  seen: 0,
  offline: false,
  sequence: 0,
});
