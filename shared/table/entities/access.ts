import * as z from 'zod';
import { allRights, type Right } from '../../domain/access/rights.ts';
import { type Role, systemRoles } from '../../domain/access/role.ts';
import { keys } from '../keys.ts';
import type { Store } from '../store.ts';

const known = new Set<string>(allRights);

export const apiKeyItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('apikey'),
  ID: z.number(),
  keyName: z.string(),
  description: z.string().optional(),
  locale: z.string().optional(),
  timeZone: z.string().optional(),
  roleID: z.number(),
  active: z.boolean(),
  created: z.number(),
  expiryDate: z.number().optional(),
  /** SHA-256 of the whole secret key, hex. */
  secretHash: z.string(),
});
export type ApiKeyItem = z.infer<typeof apiKeyItem>;

export const roleItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('role'),
  ID: z.number(),
  name: z.string(),
  description: z.string().optional(),
  /** A right that this version no longer knows grants nothing. */
  rights: z.array(z.string()).transform((names) => names.filter((name): name is Right => known.has(name))),
});

export const readApiKey = (store: Store, tenant: string, keyID: number): Promise<ApiKeyItem | undefined> =>
  store.get(keys.apiKey(tenant, keyID), apiKeyItem, { consistent: false });

/** A system role costs no read. */
export const readRole = async (store: Store, tenant: string, roleID: number): Promise<Role | undefined> => {
  const system = systemRoles.find((role) => role.ID === roleID);
  if (system) return system;
  const item = await store.get(keys.role(tenant, roleID), roleItem, { consistent: false });
  return (
    item && {
      ID: item.ID,
      name: item.name,
      immutable: false,
      rights: item.rights,
      ...(item.description && { description: item.description }),
    }
  );
};
