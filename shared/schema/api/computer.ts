import * as z from 'zod';
import { description, ID, reference, time } from './common.ts';

const moduleStatus = z.object({
  agentStatus: z.enum(['inactive', 'active', 'warning', 'error']),
  agentStatusMessage: z.string(),
});

export const computer = z.object({
  ID,
  hostName: z.string(),
  displayName: z.string(),
  description: z.string(),
  lastIPUsed: z.string(),
  platform: z.string(),
  groupID: z.number().int(),
  policyID: z.number().int().optional(),
  agentFingerPrint: z.string(),
  agentVersion: z.string(),
  lastAgentCommunication: time.optional(),
  hostGUID: z.string(),
  computerStatus: z.object({
    agentStatus: z.enum(['inactive', 'active', 'warning', 'error']),
    agentStatusMessages: z.array(z.string()),
  }),
  firewall: z.object({ state: z.enum(['on', 'off']), moduleStatus }),
  intrusionPrevention: z.object({ state: z.enum(['off', 'detect', 'prevent']), moduleStatus }),
});
export type Computer = z.infer<typeof computer>;
export const computers = z.object({ computers: z.array(computer) });

export const computerChange = z.object({
  displayName: z.string().max(2000).optional(),
  description: description.optional(),
  policyID: reference.optional(),
});
