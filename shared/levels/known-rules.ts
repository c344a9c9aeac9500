import * as z from 'zod';
import type { Catalogue } from '../domain/ips/catalogue/index.ts';
import { severities } from '../schema/agent/events.ts';
import { readObject } from '../table/entities/object/object.ts';
import { FIRST_TENANT_RULE_ID } from '../table/entities/policy/firewall-rule.ts';
import type { Store } from '../table/store.ts';

const ownRule = z.object({
  name: z.string(),
  severity: z.enum(severities),
  CVE: z.array(z.string()).default([]),
});
export type NamedRule = z.output<typeof ownRule>;

/** The intrusion prevention rules there are among ids that a host reports: global ones, and the tenant's own, each of which is a read. */
export const knownRules = async (
  store: Store,
  tenant: string,
  catalogue: Catalogue,
  ruleIDs: readonly number[],
  mostOwn: number,
): Promise<ReadonlyMap<number, NamedRule>> => {
  const rules = new Map<number, NamedRule>();
  for (const ID of ruleIDs) {
    const { name, severity, CVE } = catalogue.rule(ID) ?? {};
    if (name && severity) rules.set(ID, { name, severity, CVE: [...(CVE ?? [])] });
  }
  const own = ruleIDs.filter((ID) => ID >= FIRST_TENANT_RULE_ID).slice(0, mostOwn);
  const found = await Promise.all(own.map((ID) => readObject(store, tenant, 'intrusionpreventionrules', ID)));
  for (const item of found) {
    const read = ownRule.safeParse(item?.members);
    if (item && read.success) rules.set(item.ID, read.data);
  }
  return rules;
};
