import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Whose key signed it is asked of KMS: who can write the table must not choose it. */
const signed = { jws: z.string() };

/** A version of the rule catalogue; what it holds lies in the bucket, vouched for by `jws`. */
export const catalogueVersionItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('catalogue-version'),
  revision: z.number(),
  version: z.number().int(),
  /** `held`: the operator does not want it published. */
  state: z.enum(['imported', 'held']),
  created: z.number(),
  ...signed,
  /** Counts of the import's report; all of it lies in the bucket. */
  counts: z.record(z.string(), z.number()),
  sources: z.array(z.string()),
  /** Epoch ms of its last publication. */
  published: z.number().optional(),
});
export type CatalogueVersionItem = z.infer<typeof catalogueVersionItem>;

const rings = z.object({
  firstTenants: z.array(z.string()),
  secondShare: z.number(),
  delayHours: z.number(),
});

/** A publication that is not everybody's yet, or the last one that is. */
const releaseItem = z.object({
  version: z.number().int(),
  sequence: z.number().int(),
  at: z.number(),
  rings,
  everybody: z.number().optional(),
  held: z.number().optional(),
  ...signed,
});
export type ReleaseItem = z.infer<typeof releaseItem>;

/** What was published last, and what is under way. */
export const publishedItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('catalogue-published'),
  version: z.number().int(),
  /** Rises with each publication: a roll-back is one, too. */
  sequence: z.number().int(),
  at: z.number(),
  by: z.string(),
  ...signed,
  /** Rises when the roll-out of the newest is changed. */
  rolledOut: z.number().int().optional(),
  /** The newest first. */
  releases: z.array(releaseItem).optional(),
});
export type PublishedItem = z.infer<typeof publishedItem>;

export type Publication = Pick<PublishedItem, 'version' | 'sequence' | 'at' | 'jws' | 'releases'>;

/** One that was published before there were rings is everybody's. */
export const releasesOf = (published: Publication | undefined): readonly ReleaseItem[] => {
  if (!published) return [];
  const { version, sequence, at, jws } = published;
  const none = { firstTenants: [], secondShare: 0, delayHours: 0 };
  return published.releases ?? [{ version, sequence, at, jws, rings: none, everybody: at }];
};

export const readPublished = (store: Store): Promise<PublishedItem | undefined> =>
  store.get(keys.cataloguePublished, publishedItem);

export const readCatalogueVersion = (
  store: Store,
  version: number,
): Promise<CatalogueVersionItem | undefined> =>
  store.get(keys.catalogueVersion(version), catalogueVersionItem);

/** Newest first. */
export const listCatalogueVersions = async (store: Store): Promise<CatalogueVersionItem[]> =>
  (await store.queryAll(partitions.ruleCatalogue, catalogueVersionItem, { prefix: 'version#' })).reverse();
