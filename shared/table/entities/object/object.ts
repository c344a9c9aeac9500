import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { differing, filledIn } from './left-out.ts';

const common = {
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('object'),
  tenant: z.string(),
  /** As in the resource's path: `iplists`. */
  collection: z.string(),
  ID: z.number(),
  /** Rises with every change, so that two writers do not overwrite each other. */
  revision: z.number(),
};
const whole = z.object({ ...common, members: z.record(z.string(), z.unknown()) });
/** Of the large collections: JSON of what differs from left-out.ts, one attribute instead of tens. */
const thin = z.object({ ...common, differs: z.string() });

export type ObjectItem = z.infer<typeof whole>;

/**
 * An item of a resource that is kept as people wrote it: lists, schedules, contexts, contacts, tasks and the like.
 * What reads `members` parses them with the resource's own schema.
 */
export const objectItem = z.union([
  thin.transform(
    ({ differs, ...item }): ObjectItem => ({ ...item, members: filledIn(item.collection, differs) }),
  ),
  whole,
]);

/** An item as it is put into the table. */
export const putObject = ({ members, ...item }: ObjectItem): ObjectItem | z.input<typeof thin> => {
  const differs = differing(item.collection, members);
  return differs === undefined ? { ...item, members } : { ...item, differs };
};

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
