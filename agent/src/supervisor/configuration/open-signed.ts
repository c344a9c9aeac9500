import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { Purpose, TrustedKey } from '../../../../shared/schema/agent/signed.ts';

/** A kind of document that the plane signs. */
export interface SignedKind {
  /** As people call it. */
  readonly name: string;
  readonly typ: string;
  /** Characters that none is longer than. */
  readonly most: number;
}

export interface NotGenuine {
  readonly ok: false;
  readonly reason: 'malformed-pointer' | 'unknown-key' | 'wrong-signature';
  readonly message: string;
}

/**
 * What a compact ES256 JWS says, once its signature by a pinned key of this purpose holds; nothing of the payload is
 * parsed before.
 */
export const openSigned = async (
  jws: string,
  { name, typ, most }: SignedKind,
  { trust, purpose }: { readonly trust: readonly TrustedKey[]; readonly purpose: Purpose },
): Promise<{ readonly ok: true; readonly value: unknown } | NotGenuine> => {
  const refuse = (reason: NotGenuine['reason'], message: string): NotGenuine => ({
    ok: false,
    reason,
    message,
  });
  const malformed = refuse('malformed-pointer', `The ${name} is not a signed ${name}.`);
  if (jws.length > most) return malformed;
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(jws);
  } catch {
    return malformed;
  }
  if (header.alg !== 'ES256' || header.typ !== typ) return malformed;
  const key = trust.find((candidate) => candidate.kid === header.kid && candidate.purpose === purpose);
  if (!key) {
    return refuse('unknown-key', `The ${name} is signed with a key that this host does not trust for it.`);
  }
  try {
    const verified = await compactVerify(jws, await importJWK(key.jwk, 'ES256'), { algorithms: ['ES256'] });
    return { ok: true, value: JSON.parse(new TextDecoder().decode(verified.payload)) };
  } catch {
    return refuse('wrong-signature', `The signature of the ${name} is wrong.`);
  }
};
