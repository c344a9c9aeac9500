import { createPublicKey } from 'node:crypto';
import { type Purpose, type TrustedKey, trustedKey } from '../schema/agent/signed.ts';
import type { AwsJson } from './aws-call.ts';
import { joseSignature } from './der-signature.ts';
import { bytesIn } from './kms.ts';

/** Signs what agents execute, by purpose (DESIGN "Principals"). The private keys never leave KMS. */
export interface Signer {
  /** A compact JWS (ES256) over the payload as JSON; `typ` keeps one kind of document from passing as another. */
  sign(purpose: Purpose, typ: string, payload: object): Promise<string>;
  /** The public keys that agents pin. */
  trustedKeys(): Promise<TrustedKey[]>;
}

/** `keyIDs`: KMS key id or ARN by purpose. Public keys are fetched once for the life of the process. */
export const createKmsSigner = (kms: AwsJson, keyIDs: Partial<Readonly<Record<Purpose, string>>>): Signer => {
  let trusted: Promise<TrustedKey[]> | undefined;

  const keyFor = async (purpose: Purpose, keyID: string): Promise<TrustedKey> => {
    const key = bytesIn(await kms('GetPublicKey', { KeyId: keyID }), 'PublicKey');
    const jwk = createPublicKey({ key, format: 'der', type: 'spki' }).export({ format: 'jwk' });
    return trustedKey.parse({ kid: kidOf(keyID), purpose, jwk });
  };

  return {
    async sign(purpose, typ, payload) {
      const keyID = keyIDs[purpose];
      if (!keyID) throw new Error(`this function has no key to sign for ${purpose}`);
      const input = `${encode({ alg: 'ES256', typ, kid: kidOf(keyID) })}.${encode(payload)}`;
      const signed = await kms('Sign', {
        KeyId: keyID,
        Message: Buffer.from(input).toString('base64'),
        MessageType: 'RAW',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      return `${input}.${Buffer.from(joseSignature(bytesIn(signed, 'Signature'))).toString('base64url')}`;
    },
    trustedKeys() {
      trusted ??= Promise.all(
        Object.entries(keyIDs).map(([purpose, keyID]) => keyFor(purpose as Purpose, keyID)),
      ).catch((error: unknown) => {
        trusted = undefined;
        throw error;
      });
      return trusted;
    },
  };
};

/** The key's own id, without the account and region that its ARN names. */
const kidOf = (keyID: string): string => keyID.slice(keyID.lastIndexOf('/') + 1);

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
