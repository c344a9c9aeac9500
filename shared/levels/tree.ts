import { chainOf } from '../domain/policy/effective.ts';
import { type Level, levelOfDefaults } from '../domain/policy/level.ts';
import { listPolicies, type PolicyItem } from '../table/entities/policy/policy.ts';
import { readDefaultPolicy } from '../table/entities/tenant/tenant-settings.ts';
import type { Store } from '../table/store.ts';

/** A tenant's policies as the tree that they are, under the default policy. */
export interface PolicyTree {
  readonly policies: readonly PolicyItem[];
  policy(ID: number): PolicyItem | undefined;
  /** The policy itself, its ancestors, the default policy; only the last for 0 and for a policy that is gone. */
  chain(policyID: number): readonly Level[];
}

export const treeOf = (
  policies: readonly PolicyItem[],
  defaults: Readonly<Record<string, string>>,
): PolicyTree => {
  const byID = new Map(policies.map((policy) => [policy.ID, policy]));
  const last = levelOfDefaults(defaults);
  return {
    policies,
    policy: (ID) => byID.get(ID),
    chain: (policyID) => {
      const policy = byID.get(policyID);
      return [...(policy ? chainOf(policy, byID) : []), last];
    },
  };
};

export const loadTree = async (store: Store, tenant: string): Promise<PolicyTree> => {
  const [policies, defaults] = await Promise.all([
    listPolicies(store, tenant),
    readDefaultPolicy(store, tenant),
  ]);
  return treeOf(policies, defaults?.settings ?? {});
};
