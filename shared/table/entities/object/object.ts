import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

/**
 * An item of a resource that is kept as people wrote it: lists, schedules, contexts, contacts, tasks and the like.
 * What reads `members` parses them with the resource's own schema.
 */
export const objectItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('object'),
  tenant: z.string(),
  /** As in the resource's path: `iplists`. */
  collection: z.string(),
  ID: z.number(),
  /** Rises with every change, so that two writers do not overwrite each other. */
  revision: z.number(),
  members: z.record(z.string(), z.unknown()),
});
export type ObjectItem = z.infer<typeof objectItem>;

export const newObject = (
  tenant: string,
  collection: string,
  ID: number,
  members: Readonly<Record<string, unknown>>,
): ObjectItem => ({
  ...keys.object(tenant, collection, ID),
  kind: 'object',
  tenant,
  collection,
  ID,
  revision: 1,
  members,
});

export const readObject = (
  store: Store,
  tenant: string,
  collection: string,
  ID: number,
): Promise<ObjectItem | undefined> => store.get(keys.object(tenant, collection, ID), objectItem);

/** Every item of a resource by id; each resource bounds how many a tenant keeps. */
export const listObjects = (
  store: Store,
  tenant: string,
  collection: string,
  options: { readonly consistent?: boolean } = {},
): Promise<ObjectItem[]> =>
  store.queryAll(partitions.objects(tenant, collection), objectItem, {
    prefix: 'object#',
    consistent: options.consistent ?? true,
  });
