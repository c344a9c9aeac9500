/** A policy as people wrote it; an absent state is inherited (behaviour.md section 4). */
export interface PolicySettings {
  readonly ID: number;
  readonly parentID?: number | undefined;
  readonly firewallState?: 'on' | 'off' | undefined;
  readonly firewallRuleIDs: readonly number[];
  readonly ipsState?: 'prevent' | 'detect' | 'off' | undefined;
  readonly ipsRuleIDs: readonly number[];
}

export interface EffectivePolicy {
  readonly firewallState: 'on' | 'off';
  readonly firewallRuleIDs: readonly number[];
  readonly ipsState: 'prevent' | 'detect' | 'off';
  readonly ipsRuleIDs: readonly number[];
}

/** Deeper trees than this are refused when a policy is saved. */
export const MAX_POLICY_DEPTH = 16;

/** The policy and its ancestors, itself first. Stops at a parent that is missing and at a loop. */
export const chainOf = <P extends PolicySettings>(policy: P, byID: ReadonlyMap<number, P>): readonly P[] => {
  const chain = [policy];
  let parent = policy.parentID === undefined ? undefined : byID.get(policy.parentID);
  while (parent && !chain.includes(parent) && chain.length < MAX_POLICY_DEPTH) {
    chain.push(parent);
    parent = parent.parentID === undefined ? undefined : byID.get(parent.parentID);
  }
  return chain;
};

/** States come from the nearest that sets one; rules assigned above cannot be taken off below, so they add up. */
export const effectiveOf = (chain: readonly PolicySettings[]): EffectivePolicy => ({
  firewallState: chain.find((p) => p.firewallState !== undefined)?.firewallState ?? 'off',
  firewallRuleIDs: union(chain.map((p) => p.firewallRuleIDs)),
  ipsState: chain.find((p) => p.ipsState !== undefined)?.ipsState ?? 'off',
  ipsRuleIDs: union(chain.map((p) => p.ipsRuleIDs)),
});

/** The policies whose configuration changes when this one does: itself and everything below it. */
export const withDescendants = <P extends PolicySettings>(
  policyID: number,
  all: readonly P[],
): readonly P[] => {
  const byID = new Map(all.map((p) => [p.ID, p]));
  return all.filter((p) => chainOf(p, byID).some((ancestor) => ancestor.ID === policyID));
};

const union = (lists: readonly (readonly number[])[]): readonly number[] =>
  [...new Set(lists.flat())].sort((a, b) => a - b);
