import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { levelMembers } from './level.ts';

const interfaceTypeMember = z.object({
  ID: z.number(),
  name: z.string(),
  description: z.string().optional(),
  matches: z.array(z.string()),
});
export type InterfaceTypeMember = z.infer<typeof interfaceTypeMember>;

/** A policy as people wrote it: absent members are inherited (OPS-2). */
export const policyItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('policy'),
  tenant: z.string(),
  ID: z.number(),
  /** Rises with every change, so that two writers do not overwrite each other. */
  revision: z.number(),
  name: z.string(),
  description: z.string().optional(),
  parentID: z.number().optional(),
  ...levelMembers,
  /** Kinds of network interfaces, told apart by name patterns; inherited by what is below (ids are the tenant's). */
  interfaceTypes: z.array(interfaceTypeMember).optional(),
});
export type PolicyItem = z.infer<typeof policyItem>;

export const readPolicy = (store: Store, tenant: string, policyID: number): Promise<PolicyItem | undefined> =>
  store.get(keys.policy(tenant, policyID), policyItem);

/** What a policy compiles to right now. Beats read it: keep it small. */
export const headItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('head'),
  /** SHA-256 of the content's bytes, hex. Absent: nothing has compiled yet, and hosts keep what they have. */
  hash: z.string().optional(),
  /** SHA-256 of that content unpacked; absent for heads from before there were deltas. */
  unpacked: z.string().optional(),
  /** Why the newest configuration does not compile; `hash` is then the last one that did. */
  failed: z.string().optional(),
  /** Epoch ms, for people. */
  compiled: z.number(),
  /** Rises with every change: two compiles at once do not overwrite each other. */
  revision: z.number(),
});
export type HeadItem = z.infer<typeof headItem>;

/** Half a read unit: a beat that misses the very last compile learns of it ten minutes later at most. */
export const readHead = (store: Store, tenant: string, subject: string): Promise<HeadItem | undefined> =>
  store.get(keys.head(tenant, subject), headItem, { consistent: false });

export const listHeads = (store: Store, tenant: string): Promise<HeadItem[]> =>
  store.queryAll(partitions.heads(tenant), headItem, { prefix: 'head#', consistent: true });

/** Bounded: a tenant has hundreds of policies, not thousands. */
export const listPolicies = (store: Store, tenant: string): Promise<PolicyItem[]> =>
  store.queryAll(partitions.policies(tenant), policyItem, { prefix: 'policy#', consistent: true });
