import * as z from 'zod';
import { firewallRule } from '../../schema/api/rule.ts';
import { keys, partitions } from '../keys.ts';
import type { Store } from '../store.ts';

export const firewallRuleItem = firewallRule.extend({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('firewall-rule'),
  tenant: z.string(),
  revision: z.number(),
});
export type FirewallRuleItem = z.infer<typeof firewallRuleItem>;

/** Ids of what a tenant makes start here; below are the global ones (DESIGN "Storage"). */
export const FIRST_TENANT_RULE_ID = 10_000_001;

export const readFirewallRule = (
  store: Store,
  tenant: string,
  ruleID: number,
): Promise<FirewallRuleItem | undefined> => store.get(keys.firewallRule(tenant, ruleID), firewallRuleItem);

export const listFirewallRules = (store: Store, tenant: string): Promise<FirewallRuleItem[]> =>
  store.queryAll(partitions.firewallRules(tenant), firewallRuleItem, { consistent: true });
