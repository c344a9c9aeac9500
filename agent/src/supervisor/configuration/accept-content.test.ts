import { createHash, generateKeyPairSync } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { POINTER_TYPE, type Pointer, type TrustedKey } from '../../../../shared/schema/agent/signed.ts';
import { type Expected, readContent, verifyPointer } from './accept-content.ts';

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) as TrustedKey['jwk'] };
};
const policyKey = pair();
const rulesKey = pair();
const stranger = pair();

const NOW = 1_767_225_600_000;
const HASH = 'a'.repeat(64);
const good: Pointer = {
  tenant: 'tenant-1',
  host: 7,
  purpose: 'policy',
  sequence: 12,
  hash: HASH,
  issued: NOW,
  expires: NOW + 1000,
};
const expected: Expected = {
  trust: [
    { kid: 'p1', purpose: 'policy', jwk: policyKey.jwk },
    { kid: 'r1', purpose: 'rules', jwk: rulesKey.jwk },
  ],
  tenantID: 'tenant-1',
  computerID: 7,
  purpose: 'policy',
  sequence: 11,
  now: NOW,
};

const sign = (claims: unknown, { kid = 'p1', typ = POINTER_TYPE, key = policyKey.privateKey } = {}) =>
  new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', typ, kid })
    .sign(key);

const otherPayload = (jws: string, claims: unknown): string => {
  const [header, , signature] = jws.split('.');
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
};

describe('a pointer', () => {
  it('is accepted when everything about it is right', async () => {
    expect(await verifyPointer(await sign(good), expected)).toEqual({ ok: true, value: good });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['signed by a stranger', () => sign(good, { key: stranger.privateKey }), 'wrong-signature'],
    [
      'changed after signing',
      async () => otherPayload(await sign(good), { ...good, host: 7, sequence: 99 }),
      'wrong-signature',
    ],
    ['by a key that is not pinned', () => sign(good, { kid: 'p2' }), 'unknown-key'],
    [
      'by the key of another purpose',
      () => sign(good, { kid: 'r1', key: rulesKey.privateKey }),
      'unknown-key',
    ],
    ['of another kind of document', () => sign(good, { typ: 'other+jwt' }), 'malformed-pointer'],
    ['for another tenant', () => sign({ ...good, tenant: 'tenant-2' }), 'other-tenant'],
    ['for another host', () => sign({ ...good, host: 8 }), 'other-host'],
    ['for another purpose', () => sign({ ...good, purpose: 'rules' }), 'other-purpose'],
    ['of a lower sequence', () => sign({ ...good, sequence: 10 }), 'old-sequence'],
    ['of the same sequence', () => sign({ ...good, sequence: 11 }), 'old-sequence'],
    ['that has expired', () => sign({ ...good, expires: NOW }), 'expired'],
    ['without a hash', () => sign({ ...good, hash: undefined }), 'malformed-pointer'],
    ['that is no JWS', async () => 'not a pointer', 'malformed-pointer'],
    ['without a signature', async () => unsigned(good), 'malformed-pointer'],
    ['that is endless', async () => 'x'.repeat(100_000), 'malformed-pointer'],
  ])('%s is refused', async (_how, make, reason) => {
    expect(await verifyPointer(await make(), expected)).toMatchObject({ ok: false, reason });
  });

  it('to a content that was rolled back here is refused, to any other not', async () => {
    const jws = await sign(good);
    expect(await verifyPointer(jws, { ...expected, failedHash: HASH })).toMatchObject({
      reason: 'rolled-back',
    });
    expect(await verifyPointer(jws, { ...expected, failedHash: 'b'.repeat(64) })).toMatchObject({ ok: true });
  });
});

const unsigned = (claims: unknown): string =>
  `${[{ alg: 'none', typ: POINTER_TYPE, kid: 'p1' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')}.`;

const config = {
  format: 1,
  firewall: { state: 'off', rules: [] },
  intrusionPrevention: { state: 'prevent', engineMode: 'inline', onFailure: 'open', rules: [] },
};
const pack = (content: unknown) => packText(JSON.stringify(content));
const packText = (text: string | Uint8Array) => {
  const bytes = zstdCompressSync(text);
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
};

describe('a content', () => {
  it('is accepted when it is what was signed for', () => {
    const { bytes, hash } = pack(config);
    expect(readContent(bytes, { hash })).toEqual({ ok: true, value: config });
  });

  it.each<[string, () => { bytes: Uint8Array; hash: string }, string]>([
    ['other than signed for', () => ({ ...pack(config), hash: HASH }), 'wrong-hash'],
    ['that is a decompression bomb', () => packText(Buffer.alloc(40 * 1024 * 1024)), 'too-large'],
    ['larger than any may be', () => ({ bytes: new Uint8Array(5 * 1024 * 1024), hash: HASH }), 'too-large'],
    [
      'that is not packed',
      () => {
        const bytes = Buffer.from(JSON.stringify(config));
        return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
      },
      'not-unpackable',
    ],
    ['that is no JSON', () => packText('{"format": 1,'), 'not-unpackable'],
    ['that is no text', () => packText(Buffer.from([0xff, 0xfe, 0x00])), 'not-unpackable'],
    ['of a format to come', () => pack({ format: 2, anything: true }), 'unknown-format'],
    ['of no format', () => pack({}), 'malformed-content'],
    [
      'with a state that is none',
      () => pack({ ...config, firewall: { state: 'maybe', rules: [] } }),
      'malformed-content',
    ],
    [
      'nested without end',
      () => packText(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      'malformed-content',
    ],
  ])('%s is refused', (_how, make, reason) => {
    const { bytes, hash } = make();
    expect(readContent(bytes, { hash })).toMatchObject({ ok: false, reason });
  });
});
