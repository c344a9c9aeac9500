import type { AwsJson } from './aws-call.ts';
import { bytesIn } from './kms.ts';

/** Keeps a short secret that has to be shown again. What was sealed for one tenant opens for no other. */
export interface SecretBox {
  /** Answers base64. */
  seal(tenant: string, text: string): Promise<string>;
  open(tenant: string, sealed: string): Promise<string>;
}

/** Purpose of the secrets of notification destinations: none opens as anything else. */
export const DESTINATION_SECRET = 'notification-destination';

/**
 * The encryption context is part of what KMS authenticates, and of its log: an item that was moved to another tenant
 * does not open there.
 */
export const createKmsSecretBox = (
  kms: AwsJson,
  keyID: string,
  purpose: string = 'activation-token',
): SecretBox => {
  const context = (tenant: string) => ({ tenant, purpose });
  return {
    async seal(tenant, text) {
      const sealed = await kms('Encrypt', {
        KeyId: keyID,
        Plaintext: Buffer.from(text).toString('base64'),
        EncryptionContext: context(tenant),
      });
      return bytesIn(sealed, 'CiphertextBlob').toString('base64');
    },
    async open(tenant, sealed) {
      const opened = await kms('Decrypt', {
        KeyId: keyID,
        CiphertextBlob: sealed,
        EncryptionContext: context(tenant),
      });
      return bytesIn(opened, 'Plaintext').toString();
    },
  };
};
