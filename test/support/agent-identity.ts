import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { PROOF_SCHEME, PROOF_TYPE } from '../../shared/schema/agent/proof.ts';
import { type Answer, bodyBytes, type CallOptions, call, type HttpHandler } from './call.ts';

/** What a test may bend about a proof, to see that the plane notices. */
export interface ProofBends {
  readonly iat?: number;
  readonly htu?: string;
  readonly bod?: string;
  readonly cnt?: number;
  readonly mch?: string;
  readonly jti?: string;
  readonly kid?: string;
  /** The public key as an activation spells it. */
  readonly x?: string;
}

/** A host's key and counter, speaking the agent protocol from the outside: not the agent's own code. */
export const createIdentity = (machineName: string = randomUUID()) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const machine = digest(machineName);
  let counter = 0;

  const proof = (header: object, options: CallOptions, bends: ProofBends): string => {
    const query = new URLSearchParams(options.query).toString();
    const claims = {
      htm: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      htu: query ? `${options.path}?${query}` : options.path,
      bod: digest(bodyBytes(options.body)),
      iat: Date.now(),
      jti: randomUUID(),
      cnt: ++counter,
      mch: machine,
      ...bends,
    };
    const input = `${encode({ alg: 'EdDSA', typ: PROOF_TYPE, ...header })}.${encode(claims)}`;
    return `${PROOF_SCHEME} ${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
  };

  const send = <T>(handler: HttpHandler, header: object, options: CallOptions, bends: ProofBends) =>
    call<T>(handler, {
      ...options,
      headers: { ...options.headers, authorization: proof(header, options, bends) },
    });

  return {
    x,
    machine,
    thumbprint: digest(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`),
    /** A request of an activated agent. */
    as: (tenantID: string, computerID: number) => ({
      proof: (options: CallOptions, bends: ProofBends = {}) =>
        proof({ kid: `${tenantID}/${computerID}` }, options, bends),
      send: <T = Record<string, unknown>>(
        handler: HttpHandler,
        options: CallOptions,
        bends: ProofBends = {},
      ): Promise<Answer<T>> =>
        send<T>(handler, { kid: bends.kid ?? `${tenantID}/${computerID}` }, options, bends),
    }),
    /** The proof of a host that activates: it brings its key along. */
    activationProof: (options: CallOptions, bends: ProofBends = {}) =>
      proof({ jwk: { kty: 'OKP', crv: 'Ed25519', x } }, options, bends),
    activate: <T = Record<string, unknown>>(
      handler: HttpHandler,
      options: CallOptions,
      bends: ProofBends = {},
    ) => send<T>(handler, { jwk: { kty: 'OKP', crv: 'Ed25519', x: bends.x ?? x } }, options, bends),
  };
};

export type Identity = ReturnType<typeof createIdentity>;

const digest = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64url');
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
