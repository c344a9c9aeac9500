import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store, Write } from '../../store.ts';

/**
 * Says that a computer was written and its copy in a block may be behind. It is part of the same transaction, so that
 * whoever changed a computer sees that in the next list; the stream's consumer brings the block up and takes it away.
 */
export const computerChangeItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('computer-change'),
  tenant: z.string(),
  ID: z.number(),
  /** Another with every change: a newer one is not taken away with an older. */
  stamp: z.string(),
});
export type ComputerChangeItem = z.infer<typeof computerChangeItem>;

/** Belongs to every transaction that makes, changes or deletes a computer's item. */
export const computerChanged = (tenant: string, ID: number): Write => {
  const item: ComputerChangeItem = {
    ...keys.computerChange(tenant, ID),
    kind: 'computer-change',
    tenant,
    ID,
    stamp: randomUUID(),
  };
  return { put: item };
};

export const listComputerChanges = (store: Store, tenant: string): Promise<ComputerChangeItem[]> =>
  store.queryAll(partitions.computerChanges(tenant), computerChangeItem, { consistent: true });
