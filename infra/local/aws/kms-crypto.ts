import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
} from 'node:crypto';
import type { LocalKey } from './key-file.ts';
import { signDigest } from './sign-digest.ts';

/** What the KMS operations do, without their wire form. */

export const publicKeyOf = (key: LocalKey): Buffer =>
  createPublicKey(key.material).export({ type: 'spki', format: 'der' });

const ecdsa = 'ECDSA_SHA_256';

export const signingAlgorithms = [ecdsa];

/** A DER signature of a message or of its SHA-256; a text says why there is none. */
export function signature(
  key: LocalKey,
  algorithm: string,
  kind: 'RAW' | 'DIGEST',
  message: Buffer,
): Buffer | string {
  if (algorithm !== ecdsa) return `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`;
  const privateKey = createPrivateKey(key.material);
  if (kind === 'RAW') return sign('sha256', message, privateKey);
  if (message.length !== 32) return `Digest is invalid length for algorithm ${algorithm}.`;
  return signDigest(privateKey, message);
}

const version = 1;

/** Bound to the ciphertext but not in it: the key and the caller's context, in an order of its own. */
const boundTo = (key: LocalKey, context: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify([key.id, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]));

/** AES-256-GCM: version, key id (36), nonce (12), tag (16), ciphertext. */
export function encrypt(key: LocalKey, plain: Buffer, context: Readonly<Record<string, string>>): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce);
  cipher.setAAD(boundTo(key, context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), Buffer.from(key.id), nonce, cipher.getAuthTag(), body]);
}

/** The id of the key that a ciphertext says it is under. */
export const keyIdIn = (blob: Buffer): string | undefined =>
  blob[0] === version && blob.length >= 65 ? blob.subarray(1, 37).toString('ascii') : undefined;

/** Undefined: another key, another context, or not what was encrypted. */
export function decrypt(
  key: LocalKey,
  blob: Buffer,
  context: Readonly<Record<string, string>>,
): Buffer | undefined {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(key.material, 'base64'),
    blob.subarray(37, 49),
  );
  decipher.setAAD(boundTo(key, context));
  decipher.setAuthTag(blob.subarray(49, 65));
  try {
    return Buffer.concat([decipher.update(blob.subarray(65)), decipher.final()]);
  } catch {
    return undefined;
  }
}
