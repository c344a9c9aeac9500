import { createHash, randomBytes } from 'node:crypto';
import { CompactSign, importJWK } from 'jose';
import { PROOF_SCHEME, PROOF_TYPE, type ProofClaims } from '../../../shared/schema/agent/proof.ts';
import type { PrivateKey } from '../state/identity.ts';

/** The request that a proof is bound to. `target` is the path with query exactly as sent. */
export interface ProvenRequest {
  readonly method: string;
  readonly target: string;
  readonly body: Uint8Array;
}

export interface Prover {
  readonly key: PrivateKey;
  /** `TENANT/COMPUTER`; absent at activation, where the public key itself is sent. */
  readonly kid?: string;
  readonly machine: string;
}

/** Value of the `authorization` header for one request (`shared/schema/agent/proof.ts`). `now` in epoch ms. */
export const prove = async (
  prover: Prover,
  request: ProvenRequest,
  counter: number,
  now: number,
): Promise<string> => {
  const claims: ProofClaims = {
    htm: request.method,
    htu: request.target,
    bod: createHash('sha256').update(request.body).digest('base64url'),
    iat: now,
    jti: randomBytes(16).toString('base64url'),
    cnt: counter,
    mch: prover.machine,
  };
  const { kty, crv, x } = prover.key;
  const who = prover.kid ? { kid: prover.kid } : { jwk: { kty, crv, x } };
  const jws = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', typ: PROOF_TYPE, ...who })
    .sign(await importJWK(prover.key, 'EdDSA'));
  return `${PROOF_SCHEME} ${jws}`;
};
