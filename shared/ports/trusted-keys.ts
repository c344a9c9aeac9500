import { createPublicKey } from 'node:crypto';
import { type Purpose, type TrustedKey, trustedKey } from '../schema/agent/signed.ts';
import type { AwsJson } from './aws-call.ts';
import { bytesIn } from './kms.ts';

/** The public keys by which what is signed is verified. */
export type TrustedKeys = () => Promise<TrustedKey[]>;

/**
 * Asks KMS itself, so that nobody who can write the table or the bucket can put a key of his own there. Fetched once
 * for the life of the process, when first needed. `keyIDs`: KMS key id or ARN by purpose.
 */
export const kmsTrustedKeys = (
  kms: AwsJson,
  keyIDs: Partial<Readonly<Record<Purpose, string>>>,
): TrustedKeys => {
  let trusted: Promise<TrustedKey[]> | undefined;

  const keyFor = async (purpose: Purpose, keyID: string): Promise<TrustedKey> => {
    const key = bytesIn(await kms('GetPublicKey', { KeyId: keyID }), 'PublicKey');
    const jwk = createPublicKey({ key, format: 'der', type: 'spki' }).export({ format: 'jwk' });
    return trustedKey.parse({ kid: kidOf(keyID), purpose, jwk });
  };

  return () => {
    trusted ??= Promise.all(
      Object.entries(keyIDs).map(([purpose, keyID]) => keyFor(purpose as Purpose, keyID)),
    ).catch((error: unknown) => {
      trusted = undefined;
      throw error;
    });
    return trusted;
  };
};

/** The key's own id, without the account and region that its ARN names. */
export const kidOf = (keyID: string): string => keyID.slice(keyID.lastIndexOf('/') + 1);
