import * as z from 'zod';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Which computer an agent's key activated, and on which machine: repeats and clones are told apart by it. */
export const agentKeyItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('agent-key'),
  computerID: z.number(),
  /** Hash of what identifies the machine. */
  machine: z.string(),
});
export type AgentKeyItem = z.infer<typeof agentKeyItem>;

/** `thumbprint`: RFC 7638, base64url. */
export const readAgentKey = (
  store: Store,
  tenant: string,
  thumbprint: string,
): Promise<AgentKeyItem | undefined> => store.get(keys.agentKey(tenant, thumbprint), agentKeyItem);
