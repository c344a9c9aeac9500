import { createHash } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { checkClock } from '../domain/computer/clock.ts';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import {
  PROOF_SCHEME,
  PROOF_TYPE,
  type ProofClaims,
  proofClaims,
  proofHeader,
} from '../schema/agent/proof.ts';
import { MAX_CLOCK_SKEW } from '../schema/agent/protocol.ts';
import { type HostItem, readHost } from '../table/entities/computer/host.ts';
import type { Store } from '../table/store.ts';
import type { ActivatingCaller, AgentCaller } from './caller.ts';
import { createNonceMemory } from './nonce-memory.ts';
import type { Request } from './request.ts';
import { tellRefusedHost } from './tell-refused-host.ts';

const MAX_PROOF_LENGTH = 2048;
const nonces = createNonceMemory();

const bad = (message: string) => refuse('unauthenticated', message, 'bad-proof');

interface Proof {
  readonly header: { readonly kid?: string | undefined; readonly jwk?: { readonly x: string } | undefined };
  readonly jws: string;
}

/** An activated agent: the key on record verifies the proof, the proof fits this request, time and machine. */
export const authenticateAgent = async (
  request: Request,
  store: Store,
  now: number,
): Promise<Outcome<AgentCaller>> => {
  const proof = readProof(request);
  if (!proof.ok) return proof;
  const [tenantID, id] = (proof.value.header.kid ?? '').split('/');
  if (!tenantID || !id) return bad('authorization: the proof does not name its tenant and computer.');
  const computerID = Number(id);
  const host = await readHost(store, tenantID, computerID);
  if (!host) return unknownAgent;
  const claims = await verifyProof(proof.value.jws, host.key, request, now);
  if (!claims.ok) {
    // The signature is this host's, so the tenant learns why it falls silent.
    if (claims.reason === 'clock-skew') await tellRefusedHost(store, host, claims, request.sourceIP, now);
    return claims;
  }
  const fresh = checkHost(host, claims.value);
  if (!fresh.ok) {
    await tellRefusedHost(store, host, fresh, request.sourceIP, now);
    return fresh;
  }
  if (!nonces.remember(`${tenantID}/${computerID}/${claims.value.jti}`, now)) return replayed;
  return accept({ who: 'agent', tenantID, computerID, host, proof: claims.value });
};

/** A host that activates brings its key along and proves that it holds the private half. */
export const authenticateActivating = async (
  request: Request,
  now: number,
): Promise<Outcome<ActivatingCaller>> => {
  const proof = readProof(request);
  if (!proof.ok) return proof;
  const key = proof.value.header.jwk?.x;
  if (!key) return bad('authorization: the proof of an activation carries its public key (jwk).');
  const claims = await verifyProof(proof.value.jws, key, request, now);
  if (!claims.ok) return claims;
  if (!nonces.remember(`activating/${claims.value.jti}`, now)) return replayed;
  return accept({ who: 'activating', proof: claims.value, key });
};

export const unknownAgent = refuse(
  'unauthenticated',
  'This agent is not known here: its computer was removed or never activated. Activate it again.',
  'unknown-agent',
);

export const replayed = refuse(
  'unauthenticated',
  'This request was seen before. Each request needs a proof of its own.',
  'replayed',
);

const checkHost = (host: HostItem, claims: ProofClaims): Outcome<undefined> => {
  if (host.gone) return unknownAgent;
  if (host.machine !== claims.mch) {
    return refuse(
      'conflict',
      'Another machine holds the key of this computer: this is a clone. Activate it as a computer of its own.',
      'cloned',
      { computerID: host.ID },
    );
  }
  if (claims.cnt <= host.counter) {
    return refuse(
      'unauthenticated',
      'The request counter is behind what this computer has used: a replayed request, or a machine restored from a snapshot. Activate it again.',
      'stale-counter',
      { counter: host.counter },
    );
  }
  return accept(undefined);
};

const readProof = (request: Request): Outcome<Proof> => {
  const [scheme, jws, ...rest] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== PROOF_SCHEME || !jws || rest.length > 0) {
    return bad(`authorization: send "${PROOF_SCHEME} <proof>".`);
  }
  if (jws.length > MAX_PROOF_LENGTH) return bad('authorization: the proof is too long.');
  try {
    const header = proofHeader.safeParse(decodeProtectedHeader(jws));
    return header.success
      ? accept({ header: header.data, jws })
      : bad(
          `authorization: the proof's ${header.error.issues[0]?.path.join('.') || 'header'} is not right; it must be EdDSA of type ${PROOF_TYPE}.`,
        );
  } catch {
    return bad('authorization: the proof is not a compact JWS.');
  }
};

const verifyProof = async (
  jws: string,
  key: string,
  request: Request,
  now: number,
): Promise<Outcome<ProofClaims>> => {
  let payload: Uint8Array;
  try {
    const publicKey = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key }, 'EdDSA');
    ({ payload } = await compactVerify(jws, publicKey, { algorithms: ['EdDSA'] }));
  } catch {
    return bad('authorization: the signature of the proof does not verify.');
  }
  const claims = proofClaims.safeParse(parseOrUndefined(payload));
  if (!claims.success) {
    return bad(
      `authorization: the proof's claim ${claims.error.issues[0]?.path.join('.') ?? ''} is not right.`,
    );
  }
  const clock = checkClock(claims.data.iat, now, MAX_CLOCK_SKEW);
  if (!clock.ok) return clock;
  const target = request.rawQuery ? `${request.path}?${request.rawQuery}` : request.path;
  if (claims.data.htm !== request.method || claims.data.htu !== target) {
    return bad('authorization: the proof was made for another request.');
  }
  if (claims.data.bod !== createHash('sha256').update(request.body).digest('base64url')) {
    return bad('authorization: the proof was made for another body.');
  }
  return accept(claims.data);
};

const parseOrUndefined = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};
