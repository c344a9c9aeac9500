import type { AdvisoryIndex } from '../../shared/domain/recommendation/advisory-index.ts';
import { getIndex } from '../../shared/ports/advisory-blob.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import { readAdvisories } from '../../shared/table/entities/scan/advisories.ts';
import type { Store } from '../../shared/table/store.ts';

/** The advisories of one ecosystem, if there are any. */
export type ReadIndex = (ecosystem: string | undefined) => Promise<AdvisoryIndex | undefined>;

/** Hosts of a kind come one after another; more than this would not fit beside a decision. */
const MOST_KEPT = 2;

export const createIndexReader = (store: Store, blobs: Blobs): ReadIndex => {
  const kept = new Map<string, AdvisoryIndex>();
  return async (ecosystem) => {
    const ecosystems = (await readAdvisories(store))?.ecosystems ?? {};
    const hash =
      ecosystem !== undefined && Object.hasOwn(ecosystems, ecosystem)
        ? ecosystems[ecosystem]?.hash
        : undefined;
    if (hash === undefined) return undefined;
    const index = kept.get(hash) ?? (await getIndex(blobs, hash));
    kept.delete(hash);
    kept.set(hash, index);
    for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
    return index;
  };
};
