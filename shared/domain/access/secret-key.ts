/**
 * A secret key reads `KEYGUID:TENANTGUID:SECRET`, three colon-joined parts as existing clients expect of it
 * (domain/api.md, Transport). The last twelve hex digits of the key's GUID are its integer id, so that the key is
 * found with one read and no index; the secret is 256 random bits, so a plain hash of it is enough to store.
 */
export interface SecretKey {
  readonly keyID: number;
  readonly tenantID: string;
  /** Kept in full: the hash is over all of it, so a re-written id or tenant does not match. */
  readonly text: string;
}

const SHAPE =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|operator):[A-Za-z0-9_-]{43}$/;

export const parseSecretKey = (text: string): SecretKey | undefined => {
  const found = SHAPE.exec(text);
  return found ? { keyID: Number.parseInt(found[1] ?? '', 16), tenantID: found[2] ?? '', text } : undefined;
};

/** `guid`: a random UUID, `secret`: 32 random bytes as base64url. */
export const formatSecretKey = (keyID: number, tenantID: string, guid: string, secret: string): string =>
  `${guid.slice(0, 24)}${keyID.toString(16).padStart(12, '0')}:${tenantID}:${secret}`;

/** The random part of a key's GUID, before the id in it. */
export const guidOf = (text: string): string => text.slice(0, 24);
