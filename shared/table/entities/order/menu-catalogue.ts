import * as z from 'zod';
import { builtInCatalogue, type CatalogueVersion } from '../../../domain/order/catalogue.ts';
import { partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

const entry = z.object({
  name: z.string(),
  modules: z.array(z.enum(['intrusion-prevention', 'firewall'])),
  offered: z.boolean(),
  unitPrice: z.number().int().nonnegative(),
});

/** A version of the operator's catalogue; written once, never changed. */
export const menuCatalogueItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('menu-catalogue'),
  version: z.number().int(),
  from: z.number(),
  currency: z.string(),
  menus: z.object({
    'managed-anti-virus': entry,
    'managed-virtual-patch': entry,
    'managed-host-security-package': entry,
  }),
  /** When it was written (epoch ms), and by which operator key. */
  written: z.number(),
  by: z.string(),
});
export type MenuCatalogueItem = z.infer<typeof menuCatalogueItem>;

/** Every version there ever was, the one that comes with the service first; ask `catalogueAt` which one holds. */
export const readMenuCatalogue = async (store: Store): Promise<readonly CatalogueVersion[]> => [
  builtInCatalogue,
  ...(await listCatalogueVersions(store)),
];

/** The operator's versions, in the order in which they were written. A few a year. */
export const listCatalogueVersions = (store: Store): Promise<MenuCatalogueItem[]> =>
  store.queryAll(partitions.menuCatalogue, menuCatalogueItem, { prefix: 'version#', consistent: true });
