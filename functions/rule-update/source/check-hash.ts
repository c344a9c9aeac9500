import { createHash } from 'node:crypto';
import { accept, type Outcome, refuse } from '../../../shared/domain/outcome.ts';
import type { FeedSource } from './feed-source.ts';

export type HashName = 'sha256' | 'md5';

/** Which hashes to look for beside a source, the better first. */
export const hashesOf = ({ check = 'beside' }: Pick<FeedSource, 'check'>): readonly HashName[] =>
  check === 'none' ? [] : check === 'beside' ? ['sha256', 'md5'] : [check];

const LENGTH = { sha256: 64, md5: 32 } as const;

/** `said`: what the file beside it holds: the hash in hex, maybe with a name behind it. */
export const checkHash = (
  name: string,
  kind: HashName,
  said: string,
  chunks: Iterable<Uint8Array>,
): Outcome<undefined> => {
  const expected = new RegExp(`\\b[0-9a-fA-F]{${LENGTH[kind]}}\\b`).exec(said.slice(0, 1024))?.[0];
  if (expected === undefined) return refuse('invalid', `${name}: the ${kind} beside it is none.`, 'hash');
  const hash = createHash(kind);
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex') === expected.toLowerCase()
    ? accept(undefined)
    : refuse('invalid', `${name}: is not what its ${kind} says.`, 'hash');
};
