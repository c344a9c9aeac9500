import { createHash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import type { HostConfig } from '../../../../shared/domain/policy/host-config.ts';
import {
  contentFormat,
  hostConfig,
  MAX_CONTENT_BYTES,
  MAX_CONTENT_UNPACKED,
} from '../../../../shared/schema/agent/content.ts';
import {
  POINTER_TYPE,
  type Pointer,
  type Purpose,
  pointer,
  type TrustedKey,
} from '../../../../shared/schema/agent/signed.ts';
import { openSigned, type SignedKind } from './open-signed.ts';

/** Why a pointer or a content is not accepted. Whatever the reason, what runs stays in force. */
export interface ContentRefused {
  readonly ok: false;
  readonly reason:
    | 'malformed-pointer'
    | 'unknown-key'
    | 'wrong-signature'
    | 'other-tenant'
    | 'other-host'
    | 'other-purpose'
    | 'old-sequence'
    | 'expired'
    | 'rolled-back'
    | 'wrong-hash'
    | 'not-unpackable'
    | 'too-large'
    | 'malformed-content'
    | 'unknown-format'
    | 'does-not-compile';
  readonly message: string;
}

export interface Expected {
  readonly trust: readonly TrustedKey[];
  readonly tenantID: string;
  readonly computerID: number;
  readonly purpose: Purpose;
  /** Of what is in force; 0 before the first. */
  readonly sequence: number;
  /** Content that was tried here and failed. */
  readonly failedHash?: string | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** Longer than any pointer of this protocol. */
const pointers: SignedKind = { name: 'pointer', typ: POINTER_TYPE, most: 4096 };

const refuse = (reason: ContentRefused['reason'], message: string): ContentRefused => ({
  ok: false,
  reason,
  message,
});

/** Whether a signed pointer is for this host, newer than what runs, and still to be accepted (DESIGN "Principals"). */
export const verifyPointer = async (
  jws: string,
  expected: Expected,
): Promise<{ readonly ok: true; readonly value: Pointer } | ContentRefused> => {
  const claims = await openSigned(jws, pointers, expected);
  if (!claims.ok) return claims;
  const read = pointer.safeParse(claims.value);
  if (!read.success)
    return refuse('malformed-pointer', 'The pointer to the configuration is not understood.');
  const it = read.data;
  if (it.tenant !== expected.tenantID) return refuse('other-tenant', 'The pointer is for another tenant.');
  if (it.host !== expected.computerID) {
    return refuse('other-host', `The pointer is for computer ${it.host}, not for ${expected.computerID}.`);
  }
  if (it.purpose !== expected.purpose) return refuse('other-purpose', `The pointer is for ${it.purpose}.`);
  if (it.sequence <= expected.sequence) {
    return refuse(
      'old-sequence',
      `The pointer's sequence ${it.sequence} is not above ${expected.sequence}, which is in force.`,
    );
  }
  if (it.expires <= expected.now) {
    return refuse('expired', `The pointer expired at ${new Date(it.expires).toISOString()}.`);
  }
  if (it.hash === expected.failedHash) {
    return refuse(
      'rolled-back',
      'This configuration failed here before and is not tried again until it changes.',
    );
  }
  return { ok: true, value: it };
};

/** What a pointer says of a content: the hash of its bytes as sent, and perhaps of what is in them. */
export interface ContentName {
  readonly hash: string;
  readonly unpacked?: string | undefined;
}

/**
 * Bytes → configuration: hash first, then unpacking within bounds, then format, then shape. What this host packed
 * itself, of a delta, is known by the hash of what is in it.
 */
export const readContent = (
  bytes: Uint8Array,
  { hash, unpacked }: ContentName,
): { readonly ok: true; readonly value: HostConfig } | ContentRefused => {
  if (bytes.length > MAX_CONTENT_BYTES) return refuse('too-large', 'The configuration is too large.');
  const wrong = refuse('wrong-hash', 'The configuration is not the one that was signed for.');
  const asSent = sha256(bytes) === hash;
  if (!asSent && unpacked === undefined) return wrong;
  let content: unknown;
  try {
    const text = zstdDecompressSync(bytes, { maxOutputLength: MAX_CONTENT_UNPACKED });
    if (!asSent && sha256(text) !== unpacked) return wrong;
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (error) {
    if (!asSent) return wrong;
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? refuse('too-large', `The configuration is larger than ${MAX_CONTENT_UNPACKED} bytes when unpacked.`)
      : refuse('not-unpackable', 'The configuration cannot be unpacked.');
  }
  const format = contentFormat.safeParse(content);
  if (format.success && format.data.format !== 1) {
    return refuse('unknown-format', `Format ${format.data.format} needs a newer agent.`);
  }
  const config = hostConfig.safeParse(content);
  if (config.success) return { ok: true, value: config.data };
  const where = config.error.issues[0]?.path.join('.') || 'configuration';
  return refuse('malformed-content', `${where}: not as expected.`);
};

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
