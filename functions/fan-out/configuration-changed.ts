import { computerOverridesItem } from '../../shared/table/entities/computer-overrides.ts';
import { firewallRuleItem } from '../../shared/table/entities/firewall-rule.ts';
import { objectItem } from '../../shared/table/entities/object.ts';
import { defaultPolicyItem, policyItem } from '../../shared/table/entities/policy.ts';
import {
  compileAll,
  compileAllNaming,
  compileAllWith,
  compileComputer,
  compilePolicy,
} from './compile-policy.ts';
import type { Follow } from './deps.ts';

/** What people changed becomes contents that hosts will find at their next beat. */
export const policyChanged: Follow = async (deps, { after }) => {
  const { tenant, ID } = policyItem.parse(after);
  await compilePolicy(deps, tenant, ID);
};

export const defaultPolicyChanged: Follow = (deps, { after }) =>
  compileAll(deps, defaultPolicyItem.parse(after).tenant);

export const computerOverridesChanged: Follow = (deps, { after }) => {
  const { tenant, ID } = computerOverridesItem.parse(after);
  return compileComputer(deps, tenant, ID);
};

export const firewallRuleChanged: Follow = async (deps, { after }) => {
  const { tenant, ID } = firewallRuleItem.parse(after);
  await compileAllWith(deps, tenant, 'firewallRuleIDs', ID);
};

/** Of the plain resources, hosts notice only the lists that rules name. */
export const objectChanged: Follow = async (deps, { after }) => {
  const { tenant, ID, collection } = objectItem.parse(after);
  if (collection === 'iplists') await compileAllNaming(deps, tenant, 'IPList', ID);
  if (collection === 'portlists') await compileAllNaming(deps, tenant, 'PortList', ID);
};
