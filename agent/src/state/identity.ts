import * as z from 'zod';
import { trustedKey } from '../../../shared/schema/agent/signed.ts';

export const privateKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});
export type PrivateKey = z.infer<typeof privateKey>;

/** How the plane is reached; kept with the identity so that a restart needs no options. */
export const planeAddress = z.object({
  /** Base URL, https. */
  url: z.string(),
  /** PEM of the only authorities that are trusted; absent: the system's. */
  ca: z.string().optional(),
  /** A Unix socket that carries the stream to the plane's TLS port. */
  socket: z.string().optional(),
});
export type PlaneAddress = z.infer<typeof planeAddress>;

/** Who this host is to the plane. Holds the private key: the file has mode 0600 and its content is never logged. */
export const identity = z.object({
  tenantID: z.string(),
  computerID: z.number().int(),
  hostGUID: z.string(),
  key: privateKey,
  plane: planeAddress,
  /** Epoch ms. */
  activatedAt: z.number().int(),
  /** When the plane wants the first beat (epoch ms): a fleet that is activated by one script is spread. */
  firstBeatAt: z.number().int(),
});
export type Identity = z.infer<typeof identity>;

/**
 * A key that was made for an activation whose answer has not come yet: the next attempt uses it again, so that a
 * lost answer does not cost a second seat.
 */
export const pendingActivation = z.object({ tenantID: z.string(), url: z.string(), key: privateKey });

export const trust = z.array(trustedKey);
