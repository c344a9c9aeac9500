import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** What people see and edit of a computer. What its beats write is in the host's item. */
export const computerItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('computer'),
  ID: z.number(),
  hostGUID: z.string(),
  hostName: z.string(),
  displayName: z.string(),
  description: z.string(),
  platform: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  agentVersion: z.string(),
  lastIPUsed: z.string(),
  addresses: z.array(z.string()),
  problems: z.array(z.string()),
  containers: z.array(z.string()).optional(),
  rebootRequired: z.boolean().optional(),
  proxy: z.boolean().optional(),
  groupID: z.number(),
  /** 0: none. */
  policyID: z.number(),
  /** Thumbprint of the agent's key (RFC 7638, base64url). */
  agentFingerPrint: z.string(),
  activated: z.number(),
});
export type ComputerItem = z.infer<typeof computerItem>;

export const readComputer = (
  store: Store,
  tenant: string,
  computerID: number,
): Promise<ComputerItem | undefined> => store.get(keys.computer(tenant, computerID), computerItem);

/** The compiled content that a computer follows: its policy's; none without a policy. */
export const headOf = (policyID: number): string | undefined =>
  policyID > 0 ? policyHead(policyID) : undefined;

/** Of a computer that sets something by itself. */
export const computerHead = (computerID: number): string => `c${computerID}`;

export const policyHead = (policyID: number): string => `p${policyID}`;

/** All computers of a tenant, page after page. */
export const listComputers = (store: Store, tenant: string): Promise<ComputerItem[]> =>
  store.queryAll(partitions.computers(tenant), computerItem);
