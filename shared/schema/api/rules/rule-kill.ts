import * as z from 'zod';
import { description, pathID, time } from '../common.ts';

/** Rules of a tenant's own begin above: those are the tenant's to take off. */
const LAST_GLOBAL_RULE_ID = 10_000_000;

/** Takes a rule of the catalogue off every host. */
export const ruleKillRequest = z.object({
  ruleID: z.number().int().min(1).max(LAST_GLOBAL_RULE_ID),
  /** Only with its texts as of this rule update: a corrected rule is in force again by itself. */
  version: z.number().int().positive().optional(),
  /** Why, for people. */
  reason: description.min(1, 'cannot be blank'),
});

export const ruleKillParams = z.object({ ruleID: pathID });

export const ruleKillList = z.object({
  /** Rises with every change; hosts report the one that they have. */
  sequence: z.number().int(),
  ruleKills: z.array(
    z.object({
      ruleID: z.number().int(),
      version: z.number().int().optional(),
      reason: z.string(),
      killed: time,
      by: z.string(),
    }),
  ),
});
