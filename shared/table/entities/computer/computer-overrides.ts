import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { levelMembers } from '../policy/level.ts';

/**
 * What a computer sets by itself, apart from its policy. Only computers that set something have one: these follow a
 * content of their own (`c34`), and a change above reaches them without a look at all the others.
 */
export const computerOverridesItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('computer-overrides'),
  tenant: z.string(),
  ID: z.number(),
  /** As in the computer's item, so that the computers below a policy are found here. 0: none. */
  policyID: z.number(),
  revision: z.number(),
  ...levelMembers,
});
export type ComputerOverridesItem = z.infer<typeof computerOverridesItem>;

export const readComputerOverrides = (
  store: Store,
  tenant: string,
  computerID: number,
): Promise<ComputerOverridesItem | undefined> =>
  store.get(keys.computerOverrides(tenant, computerID), computerOverridesItem);

export const listComputerOverrides = (store: Store, tenant: string): Promise<ComputerOverridesItem[]> =>
  store.queryAll(partitions.computerOverrides(tenant), computerOverridesItem, { consistent: true });
