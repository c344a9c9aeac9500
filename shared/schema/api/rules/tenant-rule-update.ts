import * as z from 'zod';
import { ID, time } from '../common.ts';

/** A version of the rules as a tenant sees it. */
export const tenantRuleUpdate = z.object({
  version: z.number().int(),
  /** `available`: newer than what is applied; `earlier`: can be applied again. */
  state: z.enum(['applied', 'available', 'earlier']),
  created: time,
  /** When this tenant took it up last. */
  applied: time.optional(),
  /** Rules by what became of them: read, accepted, usable, added, changed, removed and others. */
  counts: z.record(z.string(), z.number()),
});

/** Newest first. */
export const tenantRuleUpdates = z.object({ ruleUpdates: z.array(tenantRuleUpdate) });

export const tenantRulesApplied = z.object({ version: z.number().int(), applied: time });

export const updateRequested = z.object({ computerID: ID, requested: time });
