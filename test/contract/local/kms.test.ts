import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DecryptCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyFile } from '../../../infra/local/aws/key-file.ts';
import { kms } from '../../../infra/local/aws/kms.ts';
import { type LoopbackServer, loopbackServer } from '../../../infra/local/aws/loopback-server.ts';
import { client } from './support/tiny-machine.ts';

const kinds = [
  ['sign', 'ECC_NIST_P256', 'SIGN_VERIFY'],
  ['secret', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ['other', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
] as const;

let dir = '';
let server: LoopbackServer;
let sdk: KMSClient;

async function start(): Promise<Record<string, string>> {
  const file = keyFile(join(dir, 'keys.json'));
  const served = kinds.map(([name, spec, usage]) => {
    const key = file.keyFor(name, spec);
    const arn = `arn:aws:kms:eu-test-1:000000000000:key/${key.id}`;
    return { name, part: { id: key.id, arn, spec, usage, aliases: [`alias/${name}`] }, key };
  });
  server = await loopbackServer(kms(served));
  sdk = new KMSClient({ ...client(server.url), maxAttempts: 1 });
  return Object.fromEntries(served.map(({ name, part }) => [name, part.id]));
}

let ids: Record<string, string> = {};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kms-'));
  ids = await start();
});
afterEach(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

const message = Buffer.from('a pointer');
const digest = createHash('sha256').update(message).digest();
const nameOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'no error',
    (error: Error) => error.name,
  );

const publicKey = async () => {
  const { PublicKey, KeySpec, SigningAlgorithms } = await sdk.send(
    new GetPublicKeyCommand({ KeyId: ids.sign }),
  );
  expect([KeySpec, SigningAlgorithms]).toEqual(['ECC_NIST_P256', ['ECDSA_SHA_256']]);
  return createPublicKey({ key: Buffer.from(PublicKey ?? []), type: 'spki', format: 'der' });
};

const signed = async (Message: Uint8Array, MessageType: 'RAW' | 'DIGEST', KeyId = ids.sign) => {
  const input = { KeyId, Message, MessageType, SigningAlgorithm: 'ECDSA_SHA_256' as const };
  const { Signature } = await sdk.send(new SignCommand(input));
  return Buffer.from(Signature ?? []);
};

describe('signing', () => {
  it('signs a message and its digest so that node:crypto verifies both', async () => {
    const key = await publicKey();
    // Both lengths of r and s occur: a leading zero or not.
    for (let i = 0; i < 20; i++) {
      expect(verify('sha256', message, key, await signed(digest, 'DIGEST'))).toBe(true);
    }
    expect(verify('sha256', message, key, await signed(message, 'RAW'))).toBe(true);
    expect(verify('sha256', Buffer.from('another'), key, await signed(digest, 'DIGEST'))).toBe(false);
  });

  it('finds a key by id, ARN and alias, and keeps it over a restart', async () => {
    const before = (await publicKey()).export({ type: 'spki', format: 'der' });
    await server.stop();
    ids = await start();
    const key = await publicKey();
    expect(key.export({ type: 'spki', format: 'der' })).toEqual(before);
    expect(verify('sha256', message, key, await signed(message, 'RAW', 'alias/sign'))).toBe(true);
    expect(statSync(join(dir, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['an unknown key', { KeyId: 'none' }, 'NotFoundException'],
    ['a key for encryption', { KeyId: 'alias/secret' }, 'InvalidKeyUsageException'],
    ['another algorithm', { SigningAlgorithm: 'ECDSA_SHA_384' }, 'ValidationException'],
    [
      'a digest of another length',
      { Message: Buffer.alloc(31), MessageType: 'DIGEST' },
      'ValidationException',
    ],
    ['a message that is too long', { Message: Buffer.alloc(4097) }, 'ValidationException'],
  ] as const)('refuses %s', async (_what, change, name) => {
    const right = { KeyId: ids.sign, Message: message, SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    expect(await nameOf(sdk.send(new SignCommand({ ...right, ...change })))).toBe(name);
  });
});

describe('encryption', () => {
  const EncryptionContext = { tenant: 'T1', purpose: 'activation' };
  const encrypted = async (): Promise<Uint8Array> => {
    const input = { KeyId: ids.secret, Plaintext: message, EncryptionContext };
    const { CiphertextBlob } = await sdk.send(new EncryptCommand(input));
    return CiphertextBlob ?? new Uint8Array();
  };

  it('gives back what was encrypted, in the same context whatever its order', async () => {
    const CiphertextBlob = await encrypted();
    expect(Buffer.from(CiphertextBlob).includes(message)).toBe(false);
    const turned = { purpose: 'activation', tenant: 'T1' };
    const { Plaintext, KeyId } = await sdk.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: turned }),
    );
    expect(Buffer.from(Plaintext ?? []).equals(message)).toBe(true);
    expect(KeyId).toBe(`arn:aws:kms:eu-test-1:000000000000:key/${ids.secret}`);
  });

  it('refuses another context, another key, and what was altered', async () => {
    const CiphertextBlob = await encrypted();
    const decrypt = (input: object) =>
      nameOf(sdk.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, ...input })));
    expect(await decrypt({ EncryptionContext: { ...EncryptionContext, tenant: 'T2' } })).toBe(
      'InvalidCiphertextException',
    );
    expect(await decrypt({ EncryptionContext: undefined })).toBe('InvalidCiphertextException');
    expect(await decrypt({ KeyId: ids.other })).toBe('IncorrectKeyException');
    const altered = Uint8Array.from(CiphertextBlob);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    expect(await decrypt({ CiphertextBlob: altered })).toBe('InvalidCiphertextException');
    expect(await decrypt({ CiphertextBlob: Buffer.from('short') })).toBe('InvalidCiphertextException');
  });
});
