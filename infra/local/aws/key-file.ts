import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeSecret } from '../secret-file.ts';

/** A key of the machine: for every `AWS::KMS::Key` one, made at the first start. */
export interface LocalKey {
  readonly id: string;
  /** KMS's name of its kind, e.g. `ECC_NIST_P256`. */
  readonly spec: string;
  /** PKCS #8 PEM of a signing key, base64 of a symmetric one. */
  readonly material: string;
}

export interface KeyFile {
  /** The key of a resource, made and kept if it is new. Throws on a kind that is not known here. */
  keyFor(resource: string, spec: string): LocalKey;
  /** One that was made; throws when there is none of that id. */
  byId(id: string): LocalKey;
}

function newKey(spec: string): LocalKey {
  const id = randomUUID();
  if (spec === 'SYMMETRIC_DEFAULT') return { id, spec, material: randomBytes(32).toString('base64') };
  if (spec !== 'ECC_NIST_P256') throw new Error(`keys of kind ${spec} are not known on one machine`);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { id, spec, material: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** Opens the file of keys, mode 0600. Losing it makes what was signed and encrypted with it unusable. */
export function keyFile(path: string): KeyFile {
  const keys: Record<string, LocalKey> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  return {
    byId: (id) => {
      const found = Object.values(keys).find((key) => key.id === id);
      if (!found) throw new Error(`there is no key ${id}`);
      return found;
    },
    keyFor: (resource, spec) => {
      const kept = keys[resource];
      if (kept?.spec === spec) return kept;
      const made = newKey(spec);
      keys[resource] = made;
      writeSecret(path, JSON.stringify(keys, null, 2));
      return made;
    },
  };
}
