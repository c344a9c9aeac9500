import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Signer } from '../../../shared/ports/signer.ts';
import { trustedKey } from '../../../shared/schema/agent/signed.ts';

/** Signs rules with a key in a file (PKCS #8, mode 0600), made when it is not there. */
export const fileSigner = (path: string): Signer => {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const key = createPrivateKey(readFileSync(path));
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const kid = createHash('sha256').update(String(jwk.x)).digest('base64url').slice(0, 22);
  return {
    async sign(purpose, typ, payload) {
      if (purpose !== 'rules') throw new Error(`there is no key to sign for ${purpose}`);
      const input = `${encode({ alg: 'ES256', typ, kid })}.${encode(payload)}`;
      const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
      return `${input}.${signature.toString('base64url')}`;
    },
    trustedKeys: async () => [trustedKey.parse({ kid, purpose: 'rules', jwk })],
  };
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
