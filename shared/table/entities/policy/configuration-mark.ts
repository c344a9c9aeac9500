import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CONTENT_LEVEL } from '../../../domain/policy/host-config.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { readEntitlement } from '../order/subscription.ts';

/** Plain resources whose items hosts notice, as in their paths. */
export const compiledCollections = [
  'firewallrules',
  'intrusionpreventionrules',
  'applicationtypes',
  'iplists',
  'portlists',
] as const;
export type CompiledCollection = (typeof compiledCollections)[number];

/**
 * From what a tenant's contents were last seen compiled as a whole. Writing `asked` makes the table's stream compile
 * everything once more; `compiled` follows when that is done. Where the two differ, something was lost.
 */
export const configurationMarkItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('configuration-mark'),
  tenant: z.string(),
  /** Stamps (`configurationStamp`). */
  asked: z.string(),
  compiled: z.string().optional(),
  /** Epoch ms; another value makes another record, so that the same stamp can be asked for again. */
  at: z.number(),
});
export type ConfigurationMarkItem = z.infer<typeof configurationMarkItem>;

/** Asks for everything of a tenant to be compiled once more; `asked` is another text than the last. */
export const askForAll = (tenant: string, asked: string, at: number): ConfigurationMarkItem => ({
  ...keys.configurationMark(tenant),
  kind: 'configuration-mark',
  tenant,
  asked,
  at,
});

export const readConfigurationMark = (
  store: Store,
  tenant: string,
): Promise<ConfigurationMarkItem | undefined> =>
  store.get(keys.configurationMark(tenant), configurationMarkItem);

const revised = z.object({ pk: z.string(), sk: z.string(), revision: z.number() });

/**
 * Changes whenever anything changes that contents are compiled from: each item's revision, which modules are
 * entitled, and the compiler itself. Undefined for a tenant with nothing to compile. It reads what a compile reads,
 * at half the price, and keeps none of it.
 */
export const configurationStamp = async (store: Store, tenant: string): Promise<string | undefined> => {
  const hash = createHash('sha256').update(`level ${CONTENT_LEVEL}\n`);
  const add = async (pk: string): Promise<number> => {
    const items = await store.queryAll(pk, revised, { consistent: false });
    for (const { sk, revision } of items) hash.update(`${pk} ${sk} ${revision}\n`);
    return items.length;
  };
  const heads = (await add(partitions.policies(tenant))) + (await add(partitions.computerOverrides(tenant)));
  if (heads === 0) return undefined;
  for (const collection of compiledCollections) await add(partitions.objects(tenant, collection));
  const { firewall, intrusionPrevention } = await readEntitlement(store, tenant);
  return hash.update(`${firewall} ${intrusionPrevention}`).digest('hex');
};
