import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { KeyPart } from '../template/parts.ts';
import type { LocalKey } from './key-file.ts';
import { decrypt, encrypt, keyIdIn, publicKeyOf, signature, signingAlgorithms } from './kms-crypto.ts';
import { bodyOf } from './loopback-server.ts';

/** A refusal in the words of KMS. */
class KmsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ServedKey {
  readonly part: KeyPart;
  readonly key: LocalKey;
}

const bytes = (longest: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((value) => value.length >= 1 && value.length <= longest, `must be 1 to ${longest} bytes long`);

const context = z.record(z.string(), z.string()).default({});
const keyId = z.string().min(1).max(2048);

const inputs = {
  Sign: z.object({
    KeyId: keyId,
    Message: bytes(4096),
    MessageType: z.enum(['RAW', 'DIGEST']).default('RAW'),
    SigningAlgorithm: z.string(),
  }),
  GetPublicKey: z.object({ KeyId: keyId }),
  Encrypt: z.object({ KeyId: keyId, Plaintext: bytes(4096), EncryptionContext: context }),
  Decrypt: z.object({ KeyId: keyId.optional(), CiphertextBlob: bytes(6144), EncryptionContext: context }),
};

type Operation = keyof typeof inputs;

function finder(keys: readonly ServedKey[]) {
  const byName = new Map<string, ServedKey>();
  for (const served of keys) {
    const { id, arn, aliases } = served.part;
    for (const name of [id, arn, ...aliases]) byName.set(name, served);
  }
  return (name: string, usage: string): ServedKey => {
    const found = byName.get(name);
    if (!found) throw new KmsError('NotFoundException', `Key '${name}' does not exist`);
    if (found.part.usage !== usage) {
      throw new KmsError('InvalidKeyUsageException', `${found.part.arn} key usage is ${found.part.usage}`);
    }
    return found;
  };
}

function operations(keys: readonly ServedKey[]): Record<Operation, (input: unknown) => object> {
  const find = finder(keys);
  return {
    Sign: (raw) => {
      const input = inputs.Sign.parse(raw);
      const { part, key } = find(input.KeyId, 'SIGN_VERIFY');
      const signed = signature(key, input.SigningAlgorithm, input.MessageType, input.Message);
      if (typeof signed === 'string') throw new KmsError('ValidationException', signed);
      const { SigningAlgorithm } = input;
      return { KeyId: part.arn, Signature: signed.toString('base64'), SigningAlgorithm };
    },
    GetPublicKey: (raw) => {
      const { part, key } = find(inputs.GetPublicKey.parse(raw).KeyId, 'SIGN_VERIFY');
      return {
        KeyId: part.arn,
        PublicKey: publicKeyOf(key).toString('base64'),
        KeySpec: part.spec,
        CustomerMasterKeySpec: part.spec,
        KeyUsage: part.usage,
        SigningAlgorithms: signingAlgorithms,
      };
    },
    Encrypt: (raw) => {
      const input = inputs.Encrypt.parse(raw);
      const { part, key } = find(input.KeyId, 'ENCRYPT_DECRYPT');
      const blob = encrypt(key, input.Plaintext, input.EncryptionContext);
      return {
        KeyId: part.arn,
        CiphertextBlob: blob.toString('base64'),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
    Decrypt: (raw) => {
      const input = inputs.Decrypt.parse(raw);
      const id = keyIdIn(input.CiphertextBlob);
      if (id === undefined)
        throw new KmsError('InvalidCiphertextException', 'not a ciphertext of this machine');
      const { part, key } = find(id, 'ENCRYPT_DECRYPT');
      if (input.KeyId !== undefined && find(input.KeyId, 'ENCRYPT_DECRYPT').part.id !== id) {
        throw new KmsError('IncorrectKeyException', 'The ciphertext is under another key.');
      }
      const plain = decrypt(key, input.CiphertextBlob, input.EncryptionContext);
      if (!plain) throw new KmsError('InvalidCiphertextException', '');
      return {
        KeyId: part.arn,
        Plaintext: plain.toString('base64'),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
  };
}

const problem = (error: unknown): { code: string; message: string } => {
  if (error instanceof KmsError) return { code: error.code, message: error.message };
  if (error instanceof z.ZodError) return { code: 'ValidationException', message: z.prettifyError(error) };
  return { code: 'SerializationException', message: 'The request is not JSON of the KMS protocol.' };
};

/** Answers the KMS JSON protocol with keys of this machine: Sign, GetPublicKey, Encrypt, Decrypt. */
export function kms(
  keys: readonly ServedKey[],
): (request: IncomingMessage, response: ServerResponse) => void {
  const run = operations(keys);
  const answer = async (request: IncomingMessage): Promise<object> => {
    const name = String(request.headers['x-amz-target'] ?? '').replace(/^TrentService\./, '');
    const body: unknown = JSON.parse((await bodyOf(request, 64 * 1024)).toString('utf8'));
    if (!Object.hasOwn(run, name)) throw new KmsError('UnknownOperationException', name);
    return run[name as Operation](body);
  };
  return (request, response) => {
    answer(request).then(
      (value) => {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(value));
      },
      (error: unknown) => {
        const { code, message } = problem(error);
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code });
        response.end(JSON.stringify({ __type: code, message }));
      },
    );
  };
}
