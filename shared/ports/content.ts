import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import { canonicalJson } from '../domain/policy/canonical.ts';
import { emptyConfig } from '../domain/policy/compile.ts';
import type { HostConfig } from '../domain/policy/host-config.ts';

/** A configuration as hosts fetch it: its bytes, and the hash by which they are found and signed for. */
export interface Content {
  /** SHA-256 of `bytes`, hex. */
  readonly hash: string;
  /** zstd of canonical JSON: an agent checks the hash before it unpacks anything. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the JSON, hex. */
  readonly unpacked: string;
}

export const packConfig = (config: HostConfig): Content => {
  const text = canonicalJson(config);
  const bytes = zstdCompressSync(text, {
    params: { [constants.ZSTD_c_compressionLevel]: 9 },
  });
  return { hash: sha256(bytes), bytes, unpacked: sha256(text) };
};

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** What hosts without a policy run; the same for every tenant, so it is not stored. */
export const emptyContent: Content = packConfig(emptyConfig);
