import { accept, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { chainOf, MAX_POLICY_DEPTH, type PolicySettings } from './effective.ts';
import type { Level } from './level.ts';

export interface NamedPolicy extends PolicySettings {
  readonly name: string;
}

/** What a policy may refer to. */
export interface Known {
  readonly ipsRule: (id: number) => boolean;
  readonly firewallRule: (id: number) => boolean;
  readonly statefulConfiguration: (id: number) => boolean;
}

/**
 * Whether a policy may be saved as it would be: a name of its own, a parent that exists and is not below it, rules
 * that exist. The refusal names the member.
 */
export const checkPolicy = (
  policy: NamedPolicy,
  all: readonly NamedPolicy[],
  known: Known,
): Outcome<undefined> => {
  const others = all.filter((other) => other.ID !== policy.ID);
  if (others.some((other) => other.name.toLowerCase() === policy.name.toLowerCase())) {
    return policyNameTaken(policy.name);
  }
  const parent = checkParent(policy, others);
  if (!parent.ok) return parent;
  return checkLevel(policy, known);
};

export const policyNameTaken = (name: string): Refusal =>
  refuse('invalid', `name: a policy named "${name}" exists already.`, 'name-taken');

/** Whether everything exists that a level refers to. */
export const checkLevel = (level: Level, known: Known): Outcome<undefined> => {
  const ips = level.ipsRuleIDs.find((id) => !known.ipsRule(id));
  if (ips !== undefined) {
    return refuse(
      'invalid',
      `intrusionPrevention.ruleIDs: there is no intrusion prevention rule ${ips}.`,
      'unknown-rule',
    );
  }
  const firewall = level.firewallRuleIDs.find((id) => !known.firewallRule(id));
  if (firewall !== undefined) {
    return refuse('invalid', `firewall.ruleIDs: there is no firewall rule ${firewall}.`, 'unknown-rule');
  }
  const stateful = [
    level.statefulConfigurationID ?? 0,
    ...(level.statefulAssignments ?? []).map((assignment) => assignment.statefulConfigurationID),
  ].find((id) => id > 0 && !known.statefulConfiguration(id));
  return stateful === undefined
    ? accept(undefined)
    : refuse(
        'invalid',
        `firewall: there is no stateful configuration ${stateful}.`,
        'unknown-stateful-configuration',
      );
};

const checkParent = (policy: NamedPolicy, others: readonly NamedPolicy[]): Outcome<undefined> => {
  if (policy.parentID === undefined) return accept(undefined);
  const byID = new Map(others.map((other) => [other.ID, other]));
  const parent = byID.get(policy.parentID);
  if (policy.parentID === policy.ID)
    return refuse('invalid', 'parentID: a policy cannot be its own parent.', 'policy-loop');
  if (!parent) return refuse('invalid', `parentID: there is no policy ${policy.parentID}.`, 'unknown-policy');
  const above = chainOf(parent, byID);
  if (above.some((ancestor) => ancestor.parentID === policy.ID)) {
    return refuse('invalid', 'parentID: that policy is below this one.', 'policy-loop');
  }
  return above.length >= MAX_POLICY_DEPTH
    ? refuse('invalid', `parentID: policies nest at most ${MAX_POLICY_DEPTH} deep.`, 'too-deep')
    : accept(undefined);
};

/** Whether a policy may go: nothing below it, no computer on it. */
export const checkPolicyUnused = (
  policyID: number,
  all: readonly NamedPolicy[],
  computerNames: readonly string[],
): Outcome<undefined> => {
  const child = all.find((other) => other.parentID === policyID);
  if (child)
    return refuse('invalid', `The policy is in use: policy "${child.name}" inherits from it.`, 'in-use');
  const [computer] = computerNames;
  return computer === undefined
    ? accept(undefined)
    : refuse('invalid', `The policy is in use by computer "${computer}".`, 'in-use');
};
