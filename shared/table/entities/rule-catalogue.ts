import * as z from 'zod';
import { trustedKey } from '../../schema/agent/signed.ts';
import { keys, partitions } from '../keys.ts';
import type { Store } from '../store.ts';

const signed = { jws: z.string(), key: trustedKey };

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

/** The version that is in force. */
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
});
export type PublishedItem = z.infer<typeof publishedItem>;

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
