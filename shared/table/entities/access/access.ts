import * as z from 'zod';
import { allRights, type Right } from '../../../domain/access/rights.ts';
import { everywhere, type Role, systemRoles } from '../../../domain/access/role.ts';
import { keys, OPERATOR, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

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
  /** The random part of the key's GUID: a wrong secret that carries it counts towards the lock-out. */
  guid: z.string().optional(),
  failures: z.number().optional(),
  unlockTime: z.number().optional(),
  /** Epoch ms of a call, at most an hour before the last one. */
  lastSignIn: z.number().optional(),
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
  /** Absent in roles from before they had a reach. */
  reach: z
    .object({
      allComputers: z.boolean(),
      allPolicies: z.boolean(),
      allowUserInterface: z.boolean(),
      allowWebService: z.boolean(),
      canOnlyManipulateUsersWithEqualOrLesserRights: z.boolean(),
      computerIDs: z.array(z.number()).optional(),
      computerGroupIDs: z.array(z.number()).optional(),
      policyIDs: z.array(z.number()).optional(),
    })
    .optional(),
  revision: z.number().optional(),
});
export type RoleItem = z.infer<typeof roleItem>;

/** Half a read unit when it is found at once; a key made a moment ago may need the consistent read. */
export const readApiKey = async (
  store: Store,
  tenant: string,
  keyID: number,
): Promise<ApiKeyItem | undefined> => {
  const key = keys.apiKey(tenant, keyID);
  return (
    (await store.get(key, apiKeyItem, { consistent: false })) ??
    (await store.get(key, apiKeyItem, { consistent: true }))
  );
};

/** The key that a tenant begins with; the counter goes on after it. */
export const FIRST_KEY_ID = 1;

/** `owner`: a tenant's GUID, or the operator, who begins with none. */
export const nextKeyID = (store: Store, owner: string): Promise<number> =>
  store.nextID(keys.counter(owner, 'apikey'), owner === OPERATOR ? FIRST_KEY_ID : FIRST_KEY_ID + 1);

/** Every key of a tenant, at most MOST_KEYS of shared/domain/access/limits.ts. */
export const listApiKeys = (store: Store, tenant: string): Promise<ApiKeyItem[]> =>
  store.queryAll(partitions.access(tenant), apiKeyItem, { prefix: 'apikey#', consistent: true });

/** The tenant's own roles, at most MOST_ROLES of shared/domain/access/limits.ts. */
export const listOwnRoles = (store: Store, tenant: string): Promise<RoleItem[]> =>
  store.queryAll(partitions.access(tenant), roleItem, { prefix: 'role#', consistent: true });

/** A system role costs no read. */
export const readRole = async (store: Store, tenant: string, roleID: number): Promise<Role | undefined> => {
  const system = systemRoles.find((role) => role.ID === roleID);
  if (system) return system;
  const item = await store.get(keys.role(tenant, roleID), roleItem);
  return item && ownRole(item);
};

export const ownRole = (item: RoleItem): Role => ({
  ...(item.reach ?? everywhere),
  ID: item.ID,
  name: item.name,
  immutable: false,
  rights: item.rights,
  ...(item.description && { description: item.description }),
});
