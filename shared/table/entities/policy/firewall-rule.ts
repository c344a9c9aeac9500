import type * as z from 'zod';
import { firewallRules } from '../../../schema/api/policy/firewall-rule.ts';
import type { Store } from '../../store.ts';
import { listObjects, type ObjectItem, readObject } from '../object/object.ts';

export type FirewallRuleItem = z.output<typeof firewallRules.read>;

/** Ids of what a tenant makes start here; below are the global ones (DESIGN "Storage"). */
export const FIRST_TENANT_RULE_ID = 10_000_001;

const COLLECTION = 'firewallrules';

const ruleOf = (item: ObjectItem): FirewallRuleItem =>
  firewallRules.read.parse({ ...item.members, ID: item.ID });

export const readFirewallRule = async (
  store: Store,
  tenant: string,
  ruleID: number,
): Promise<FirewallRuleItem | undefined> => {
  const item = await readObject(store, tenant, COLLECTION, ruleID);
  return item && ruleOf(item);
};

export const listFirewallRules = async (store: Store, tenant: string): Promise<FirewallRuleItem[]> =>
  (await listObjects(store, tenant, COLLECTION)).map(ruleOf);
