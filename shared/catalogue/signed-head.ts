import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import type { TrustedKey } from '../schema/agent/signed.ts';
import { CATALOGUE_TYPE, type CatalogueHead, catalogueHead } from './manifest.ts';

const header = z.object({ alg: z.literal('ES256'), typ: z.literal(CATALOGUE_TYPE), kid: z.string() });

/**
 * What a compact JWS (ES256, RFC 7515) says of a version, once its signature by a key for rules holds; nothing of the
 * payload is parsed before. Throws when it does not: whoever reads catalogues must not go on with another one.
 */
export const openHead = (jws: string, trusted: readonly TrustedKey[]): CatalogueHead => {
  const [head = '', payload = '', signature = '', ...more] = jws.split('.');
  const { kid } = header.parse(json(head));
  const key = trusted.find((one) => one.kid === kid && one.purpose === 'rules');
  const holds =
    more.length === 0 &&
    key !== undefined &&
    verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      { key: createPublicKey({ key: key.jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  if (!holds) throw new Error('the catalogue is not signed by the key for rules');
  return catalogueHead.parse(json(payload));
};

const json = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
