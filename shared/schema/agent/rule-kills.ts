import * as z from 'zod';

export const KILLS_TYPE = 'mvp-rule-kills+jwt';

/** Rules taken off at once; each was meant to be followed by a version without it, so there are never many. */
export const MOST_KILLS = 200;

/** Longer than the signed list with the most rules. */
export const MAX_KILLS_JWS = 64 * 1024;

export const ruleKill = z.object({
  ID: z.number().int().positive(),
  /** Only the rule with these very texts (`textsDigest`): a corrected one is in force. Absent: whatever it says. */
  texts: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type RuleKill = z.infer<typeof ruleKill>;

/**
 * What a compact ES256 JWS with the plane's key for `rules` says to every host: rules that are not to be run, whatever
 * a configuration says. A newer list replaces the former whole, so that lifting a kill is a list without it.
 */
export const ruleKills = z.object({
  /** Rises with each list, by the clock where the plane lost its last one. */
  sequence: z.number().int().positive(),
  /** Epoch ms. */
  issued: z.number().int(),
  rules: z.array(ruleKill).max(MOST_KILLS),
});
export type RuleKills = z.infer<typeof ruleKills>;
