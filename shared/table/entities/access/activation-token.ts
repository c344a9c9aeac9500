import { createHash } from 'node:crypto';
import * as z from 'zod';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

export const activationTokenItem = z.object({
  pk: z.string(),
  /** By the SHA-256 of the token. */
  sk: z.string(),
  kind: z.literal('activation-token'),
  ID: z.number(),
  name: z.string(),
  created: z.number(),
  expires: z.number().optional(),
  /** Absent: no limit but the order's quantity. */
  usesLeft: z.number().optional(),
  policyID: z.number().optional(),
  groupID: z.number().optional(),
  fixed: z.boolean(),
  sources: z.array(z.string()),
  /** The token itself, encrypted for this tenant (base64): scripts show it again. */
  sealed: z.string(),
  expiresAt: z.number().optional(),
});
export type ActivationTokenItem = z.infer<typeof activationTokenItem>;

/** SHA-256, hex. Tokens are GUIDs, and a GUID means the same in either case. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token.trim().toLowerCase()).digest('hex');

export const readActivationToken = (
  store: Store,
  tenant: string,
  hash: string,
): Promise<ActivationTokenItem | undefined> =>
  store.get(keys.activationToken(tenant, hash), activationTokenItem);

/** All tokens of a tenant, at most MOST_TOKENS of shared/domain/access/limits.ts. */
export const listActivationTokens = (store: Store, tenant: string): Promise<ActivationTokenItem[]> =>
  store.queryAll(partitions.tokens(tenant), activationTokenItem, { prefix: 'token#', consistent: true });
