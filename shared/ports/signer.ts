import type { Purpose } from '../schema/agent/signed.ts';
import type { AwsJson } from './aws-call.ts';
import { joseSignature } from './der-signature.ts';
import { bytesIn } from './kms.ts';
import { kidOf, kmsTrustedKeys, type TrustedKeys } from './trusted-keys.ts';

/** Signs what agents execute, by purpose (DESIGN "Principals"). The private keys never leave KMS. */
export interface Signer {
  /** A compact JWS (ES256) over the payload as JSON; `typ` keeps one kind of document from passing as another. */
  sign(purpose: Purpose, typ: string, payload: object): Promise<string>;
  /** The public keys that agents pin. */
  readonly trustedKeys: TrustedKeys;
}

/** `keyIDs`: KMS key id or ARN by purpose. */
export const createKmsSigner = (
  kms: AwsJson,
  keyIDs: Partial<Readonly<Record<Purpose, string>>>,
): Signer => ({
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
  trustedKeys: kmsTrustedKeys(kms, keyIDs),
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
