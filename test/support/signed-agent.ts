import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { CompactSign } from 'jose';
import { PROOF_SCHEME, PROOF_TYPE } from '../../shared/schema/agent/proof.ts';
import type { HostItem } from '../../shared/table/entities/host.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type Answer, bodyBytes, call, type HttpHandler } from './call.ts';

/** An activated host for tests of what agents send: its item is in the table, its requests are signed. */
export interface SignedAgent {
  readonly tenant: string;
  readonly computerID: number;
  readonly host: HostItem;
  /** The `authorization` of one request; `claims` overrides what the proof says. */
  readonly authorization: (request: AgentRequest, claims?: Record<string, unknown>) => Promise<string>;
  readonly send: <T = Record<string, unknown>>(
    handler: HttpHandler,
    request: AgentRequest,
    claims?: Record<string, unknown>,
  ) => Promise<Answer<T>>;
}

export interface AgentRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const MACHINE = 'm'.repeat(43);

export const signedAgent = async (
  store: Store,
  tenant: string,
  computerID: number,
  more: Partial<HostItem> = {},
): Promise<SignedAgent> => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const host: HostItem = {
    ...keys.host(tenant, computerID),
    kind: 'host',
    tenant,
    ID: computerID,
    key: String(publicKey.export({ format: 'jwk' }).x),
    thumbprint: 't'.repeat(43),
    machine: MACHINE,
    counter: 0,
    seen: Date.now(),
    offline: false,
    sequence: 0,
    ...more,
  };
  await store.put(host);
  const authorization = (request: AgentRequest, claims: Record<string, unknown> = {}) =>
    sign(privateKey, `${tenant}/${computerID}`, request, claims);
  return {
    tenant,
    computerID,
    host,
    authorization,
    send: async (handler, request, claims) =>
      call(handler, {
        method: 'POST',
        ...request,
        headers: { authorization: await authorization(request, claims) },
      }),
  };
};

const sign = async (
  key: KeyObject,
  kid: string,
  { method = 'POST', path, query, body }: AgentRequest,
  claims: Record<string, unknown>,
): Promise<string> => {
  const rawQuery = new URLSearchParams(query).toString();
  const payload = {
    htm: method,
    htu: rawQuery ? `${path}?${rawQuery}` : path,
    bod: createHash('sha256').update(bodyBytes(body)).digest('base64url'),
    iat: Date.now(),
    jti: randomBytes(16).toString('base64url'),
    cnt: 1,
    mch: MACHINE,
    ...claims,
  };
  const jws = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ: PROOF_TYPE, kid })
    .sign(key);
  return `${PROOF_SCHEME} ${jws}`;
};
