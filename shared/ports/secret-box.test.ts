import { DecryptCommand, EncryptCommand, InvalidCiphertextException, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createKmsSecretBox } from './secret-box.ts';

/** As KMS does: a ciphertext opens under the key and the encryption context with which it was made, else not. */
const kmsThatChecks = () => {
  const kms = mockClient(KMSClient);
  kms.on(EncryptCommand).callsFake(({ KeyId, Plaintext, EncryptionContext }) => ({
    CiphertextBlob: Buffer.from(
      JSON.stringify([KeyId, EncryptionContext, Buffer.from(Plaintext).toString('hex')]),
    ),
  }));
  kms.on(DecryptCommand).callsFake(({ KeyId, CiphertextBlob, EncryptionContext }) => {
    const [key, context, text] = JSON.parse(Buffer.from(CiphertextBlob).toString());
    if (key !== KeyId || JSON.stringify(context) !== JSON.stringify(EncryptionContext)) {
      throw new InvalidCiphertextException({ message: 'no', $metadata: {} });
    }
    return { Plaintext: Buffer.from(text, 'hex') };
  });
  return kms as unknown as KMSClient;
};

it('opens for the tenant for which it was sealed and for no other', async () => {
  const box = createKmsSecretBox(kmsThatChecks(), 'key-1');
  const sealed = await box.seal('tenant-a', 'the token');
  expect(await box.open('tenant-a', sealed)).toBe('the token');
  await expect(box.open('tenant-b', sealed)).rejects.toThrow(InvalidCiphertextException);
});
