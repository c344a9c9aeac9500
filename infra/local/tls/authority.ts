import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecret } from '../secret-file.ts';
import { certificate } from './certificate.ts';

export interface ServerIdentity {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** The file an agent is given to trust the server by. */
  readonly caFile: string;
}

interface Kept {
  readonly caKey: string;
  readonly caCert: string;
}

const day = 24 * 60 * 60 * 1_000;
const caName = 'Managed Virtual Patch on one machine';

const newPair = (): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' });

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function newAuthority(now: Date): Kept {
  const { privateKey, publicKey } = newPair();
  const caCert = certificate({
    subject: caName,
    publicKey,
    issuer: caName,
    issuerKey: privateKey,
    issuerPublicKey: publicKey,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 3_650 * day),
    use: 'ca',
  });
  return { caKey: pem(privateKey), caCert };
}

/**
 * A server certificate for loopback from this machine's own CA. The CA is made once per data directory (agents
 * pin it); the server's key and certificate are new at each start and last a year.
 */
export async function serverIdentity(dir: string, now: Date): Promise<ServerIdentity> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const kept = await keptSecret<Kept>(join(dir, 'authority.json'), () => newAuthority(now));
  const caFile = join(dir, 'ca.pem');
  writeFileSync(caFile, kept.caCert, { mode: 0o644 });
  const issuerKey = createPrivateKey(kept.caKey);
  const { privateKey, publicKey } = newPair();
  const cert = certificate({
    subject: 'localhost',
    publicKey,
    issuer: caName,
    issuerKey,
    issuerPublicKey: createPublicKey(kept.caKey),
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 365 * day),
    use: 'server',
    addresses: ['127.0.0.1'],
    names: ['localhost'],
  });
  return { key: pem(privateKey), cert, caFile };
}
