import type { Catalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { objectItem } from '../../shared/table/entities/object.ts';
import { type PolicyItem, policyItem } from '../../shared/table/entities/policy.ts';
import { compilePoliciesThat, compilePolicy } from './compile-policy.ts';
import type { Follow } from './deps.ts';

/** A changed policy, or a thing that policies share, becomes contents that hosts will find at their next beat. */
export const policyChanged: Follow = async (deps, { after }) => {
  const { tenant, ID } = policyItem.parse(after);
  await compilePolicy(deps, tenant, ID);
};

/** Whether a policy itself has what changed; those below it follow. */
type Concerns = (policy: PolicyItem, ID: number, catalogue: Catalogue) => boolean;

const concerned: Readonly<Record<string, Concerns>> = {
  firewallrules: (policy, ID) => policy.firewallRuleIDs.includes(ID),
  intrusionpreventionrules: (policy, ID) => policy.ipsRuleIDs.includes(ID),
  applicationtypes: (policy, ID, catalogue) =>
    policy.ipsRuleIDs.some((ruleID) => catalogue.rule(ruleID)?.applicationTypeID === ID),
  portlists: () => true,
};

export const objectChanged: Follow = async (deps, { after }) => {
  const { tenant, ID, collection } = objectItem.parse(after);
  const concerns = Object.hasOwn(concerned, collection) ? concerned[collection] : undefined;
  if (concerns) {
    await compilePoliciesThat(deps, tenant, (policy, catalogue) => concerns(policy, ID, catalogue));
  }
};
