import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyFile } from '../../../infra/local/aws/key-file.ts';
import { kms } from '../../../infra/local/aws/kms.ts';
import { type LoopbackServer, loopbackServer } from '../../../infra/local/aws/loopback-server.ts';
import type { AwsJson } from '../../../shared/ports/aws-call.ts';
import { kmsFrom } from '../../../shared/ports/kms.ts';
import { createKmsSecretBox, DESTINATION_SECRET } from '../../../shared/ports/secret-box.ts';
import { createKmsSigner } from '../../../shared/ports/signer.ts';

let dir: string;
let server: LoopbackServer;
let service: AwsJson;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kms-port-'));
  const file = keyFile(join(dir, 'keys.json'));
  const served = (
    [
      ['sign', 'ECC_NIST_P256', 'SIGN_VERIFY'],
      ['secret', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
    ] as const
  ).map(([name, spec, usage]) => {
    const key = file.keyFor(name, spec);
    const arn = `arn:aws:kms:eu-test-1:000000000000:key/${key.id}`;
    return { part: { id: key.id, arn, spec, usage, aliases: [`alias/${name}`] }, key };
  });
  server = await loopbackServer(kms(served));
  service = kmsFrom({
    AWS_REGION: 'eu-test-1',
    AWS_ENDPOINT_URL_KMS: server.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

test('a secret opens for the tenant and the purpose for which it was sealed, and for no other', async () => {
  const box = createKmsSecretBox(service, 'alias/secret');
  const sealed = await box.seal('tenant-a', 'the token 鍵');
  expect(Buffer.from(sealed, 'base64').includes('token')).toBe(false);
  expect(await box.open('tenant-a', sealed)).toBe('the token 鍵');
  const refused = { name: 'InvalidCiphertextException' };
  await expect(box.open('tenant-b', sealed)).rejects.toMatchObject(refused);
  const other = createKmsSecretBox(service, 'alias/secret', DESTINATION_SECRET);
  await expect(other.open('tenant-a', sealed)).rejects.toMatchObject(refused);
});

test('what is signed verifies with the key that agents pin', async () => {
  const signer = createKmsSigner(service, { policy: 'alias/sign' });
  const [key] = await signer.trustedKeys();
  if (!key) throw new Error('no key');
  expect(key).toMatchObject({ purpose: 'policy', kid: 'sign' });
  const jws = await signer.sign('policy', 'pointer', { n: 1 });
  const { payload, protectedHeader } = await compactVerify(
    jws,
    createPublicKey({ key: { ...key.jwk }, format: 'jwk' }),
  );
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ n: 1 });
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'pointer', kid: 'sign' });
});

test('a key that is not there is named by its error', async () => {
  const signer = createKmsSigner(service, { rules: 'alias/none' });
  await expect(signer.sign('rules', 'index', {})).rejects.toMatchObject({ name: 'NotFoundException' });
});
