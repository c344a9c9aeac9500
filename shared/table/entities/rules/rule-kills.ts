import { createHash } from 'node:crypto';
import * as z from 'zod';
import { textsLine } from '../../../domain/rule-update/delivery/kill.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Rules that the operator took off every host, and the signed list that hosts take. */
export const ruleKillsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('rule-kills'),
  /** Rises with every change. */
  sequence: z.number().int(),
  /** `ruleKills`, signed. */
  jws: z.string(),
  rules: z.array(
    z.object({
      ID: z.number().int(),
      version: z.number().int().optional(),
      texts: z.string().optional(),
      reason: z.string(),
      at: z.number(),
      by: z.string(),
    }),
  ),
});
export type RuleKillsItem = z.infer<typeof ruleKillsItem>;

export const readRuleKills = (store: Store, consistent = true): Promise<RuleKillsItem | undefined> =>
  store.get(keys.ruleKills, ruleKillsItem, { consistent });

/** SHA-256 in hex of what a rule says; hosts make the same of the texts that they have. */
export const textsDigest = (signatures: readonly string[]): string =>
  createHash('sha256').update(textsLine(signatures)).digest('hex');
