import * as z from 'zod';

/**
 * What an agent signs with its Ed25519 key for each request, as a compact JWS in
 * `authorization: MVP-Agent <jws>`. It is bound to one request on one body at one time from one running host, so
 * neither a replay on another body nor a cloned image passes (DESIGN "Principals").
 */
export const PROOF_SCHEME = 'MVP-Agent';
export const PROOF_TYPE = 'mvp-proof+jwt';

/**
 * 32 bytes in base64url, spelled in the one way in which the four bits to spare are 0: the key's thumbprint is taken
 * over this text, and one key must have one thumbprint.
 */
const publicKey = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

export const proofHeader = z.object({
  alg: z.literal('EdDSA'),
  typ: z.literal(PROOF_TYPE),
  /** `TENANTGUID/COMPUTERID`; at activation the JWK itself stands in `jwk` instead. */
  kid: z
    .string()
    .regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\/[1-9]\d{0,11}$/)
    .optional(),
  jwk: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: publicKey }).optional(),
});

export const proofClaims = z.object({
  /** HTTP method and path with query, exactly as sent. */
  htm: z.string().max(10),
  htu: z.string().max(512),
  /** SHA-256 of the body as sent (packed), base64url. */
  bod: z.string().length(43),
  /** Epoch ms by the host's clock. */
  iat: z.number().int(),
  /** Nonce. */
  jti: z.string().min(16).max(64),
  /** The host's request counter: every request has a higher one, across restarts. 0 at activation. */
  cnt: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** SHA-256 of what identifies the machine, base64url: two machines with one key are a clone (AGT-14). */
  mch: z.string().length(43),
});
export type ProofClaims = z.infer<typeof proofClaims>;
