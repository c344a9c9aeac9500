import * as z from 'zod';

/** What agents execute is signed by the plane, by purpose. */
export const purposes = ['policy', 'rules'] as const;
export type Purpose = (typeof purposes)[number];

/** A public key that an agent pins, given at activation over verified TLS and rotated by beats. */
export const trustedKey = z.object({
  kid: z.string().min(1).max(64),
  purpose: z.enum(purposes),
  /** P-256 in uncompressed JWK coordinates. */
  jwk: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
});
export type TrustedKey = z.infer<typeof trustedKey>;

export const POINTER_TYPE = 'mvp-pointer+jwt';

/**
 * A compact ES256 JWS that lets one host use one content. The content itself is shared between hosts and found by
 * its hash. Expiry gates acceptance, never enforcement: what runs keeps running.
 */
export const pointer = z.object({
  tenant: z.string(),
  /** Computer id. */
  host: z.number().int(),
  purpose: z.enum(purposes),
  /** Rises with every pointer that a host gets; a roll-back to older content is a new sequence. */
  sequence: z.number().int().positive(),
  /** SHA-256 of the content's bytes as stored and sent (zstd of canonical JSON), hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /**
   * SHA-256 of the content unpacked, hex: what a host made of its former content and a delta is checked by this one,
   * since no two versions of a compressor need give the same bytes.
   */
  unpacked: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Epoch ms. */
  issued: z.number().int(),
  expires: z.number().int(),
});
export type Pointer = z.infer<typeof pointer>;
