import type { Level, Overrides } from './level.ts';

/** A policy as people wrote it; an absent state is inherited (behaviour.md section 4). */
export interface PolicySettings extends Level {
  readonly ID: number;
  readonly parentID?: number | undefined;
}

/** What holds in the end: a level on which every state is said. */
export interface EffectivePolicy extends Level {
  readonly firewallState: 'on' | 'off';
  readonly ipsState: 'prevent' | 'detect' | 'off';
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

/**
 * States and single values come from the nearest level that sets one; rules assigned above cannot be taken off below,
 * so they add up; settings and overrides merge, the nearest winning member by member. `chain`: the subject first.
 */
export const effectiveOf = (chain: readonly Level[]): EffectivePolicy => {
  const settings = merged(chain.map((level) => level.settings));
  return {
    firewallState: chain.find((p) => p.firewallState !== undefined)?.firewallState ?? 'off',
    firewallRuleIDs: union(chain.map((p) => p.firewallRuleIDs)),
    ipsState: chain.find((p) => p.ipsState !== undefined)?.ipsState ?? 'off',
    ipsRuleIDs: union(chain.map((p) => p.ipsRuleIDs)),
    recommendationScanMode: nearest(chain, 'recommendationScanMode'),
    autoRequiresUpdate: nearest(chain, 'autoRequiresUpdate'),
    statefulConfigurationID: nearest(chain, 'statefulConfigurationID'),
    statefulAssignments: nearest(chain, 'statefulAssignments'),
    settings,
    firewallRules: mergedOverrides(chain.map((p) => p.firewallRules)),
    ipsRules: mergedOverrides(chain.map((p) => p.ipsRules)),
    applicationTypes: mergedOverrides(chain.map((p) => p.applicationTypes)),
  };
};

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

const nearest = <M extends keyof Level>(chain: readonly Level[], member: M): Level[M] =>
  chain.find((level) => level[member] !== undefined)?.[member] as Level[M];

/** Nearest first in, nearest wins. */
const merged = <V>(records: readonly (Readonly<Record<string, V>> | undefined)[]): Record<string, V> =>
  Object.assign({}, ...[...records].reverse());

const mergedOverrides = (all: readonly (Overrides | undefined)[]): Overrides => {
  const ids = new Set(all.flatMap((overrides) => Object.keys(overrides ?? {})));
  return Object.fromEntries([...ids].map((id) => [id, merged(all.map((overrides) => overrides?.[id]))]));
};
