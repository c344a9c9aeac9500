import * as z from 'zod';
import { description, ID, name, reference } from './common.ts';

const ruleIDs = z.array(ID).max(5000);

export const policyBody = z.object({
  name,
  description: description.optional(),
  parentID: reference.optional(),
  firewall: z
    .object({ state: z.enum(['inherited', 'on', 'off']).optional(), ruleIDs: ruleIDs.optional() })
    .optional(),
  intrusionPrevention: z
    .object({
      state: z.enum(['inherited', 'prevent', 'detect', 'off']).optional(),
      ruleIDs: ruleIDs.optional(),
    })
    .optional(),
});
export const policyChange = policyBody.partial();

const moduleStatus = z.object({ status: z.enum(['inactive', 'active']), statusMessage: z.string() });

export const policy = z.object({
  ID,
  name: z.string(),
  description: z.string().optional(),
  parentID: ID.optional(),
  firewall: z.object({ state: z.enum(['on', 'off']), moduleStatus, ruleIDs: z.array(ID).optional() }),
  intrusionPrevention: z.object({
    state: z.enum(['prevent', 'detect', 'off']),
    moduleStatus,
    ruleIDs: z.array(ID).optional(),
    applicationTypeIDs: z.array(ID).optional(),
  }),
});
export type Policy = z.infer<typeof policy>;
export const policies = z.object({ policies: z.array(policy) });

export const ruleIDsBody = z.object({ ruleIDs });
export const ipsAssignments = z.object({
  assignedRuleIDs: z.array(ID),
  assignedApplicationTypeIDs: z.array(ID),
  recommendationScanStatus: z.literal('none'),
});
export const firewallAssignments = z.object({ assignedRuleIDs: z.array(ID) });
