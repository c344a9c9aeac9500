import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { joseSignature } from './der-signature.ts';

it('turns every DER signature into one that verifies side by side', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (let i = 0; i < 200; i++) {
    const message = Buffer.from(`message ${i}`);
    const joined = joseSignature(sign('sha256', message, privateKey));
    expect(joined).toHaveLength(64);
    expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, joined)).toBe(true);
  }
});

it('refuses what is not DER', () => {
  for (const bytes of [[], [0x30, 0], [0x30, 2, 2, 9], [0x31, 6, 2, 1, 1, 2, 1, 1]]) {
    expect(() => joseSignature(Uint8Array.from(bytes))).toThrow();
  }
});
