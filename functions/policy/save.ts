import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { checkPolicy } from '../../shared/domain/policy/change.ts';
import { describePolicyChange } from '../../shared/domain/policy/describe-change.ts';
import { chainOf, effectiveOf } from '../../shared/domain/policy/effective.ts';
import { MOST_POLICIES } from '../../shared/domain/policy/limits.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import type { Policy } from '../../shared/schema/api/policy.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { configurationRecords } from '../../shared/table/entities/configuration-records.ts';
import { listFirewallRules } from '../../shared/table/entities/firewall-rule.ts';
import { listPolicies, type PolicyItem } from '../../shared/table/entities/policy.ts';
import type { PolicyDeps } from './index.ts';
import { policyView } from './view.ts';

/** Attempts when others change the same policy at the same moment. */
const ATTEMPTS = 5;

/** Who changes something, and when (epoch ms). */
export interface Hand {
  readonly caller: TenantCaller;
  readonly now: number;
}

/** Loads, lets `change` decide what the policy becomes, checks it whole and writes it if nobody was faster. */
export const savePolicy = async (
  deps: PolicyDeps,
  { caller, now }: Hand,
  policyID: number,
  change: (policy: PolicyItem | undefined) => Outcome<PolicyItem>,
): Promise<Outcome<Policy>> => {
  const tenant = caller.tenantID;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const all = await listPolicies(deps.store, tenant);
    const before = all.find((policy) => policy.ID === policyID);
    if (!before && all.length >= MOST_POLICIES) return tooMany;
    const changed = change(before);
    if (!changed.ok) return changed;
    const after = { ...changed.value, revision: (before?.revision ?? 0) + 1 };
    const checked = checkPolicy(after, all, await known(deps, tenant, after));
    if (!checked.ok) return checked;
    const written = await deps.store.transact([
      { put: after, if: before ? equals('revision', before.revision) : absent('pk') },
      ...configurationRecords(tenant, {
        what: before ? 'policy-updated' : 'policy-created',
        target: after,
        at: now,
        by: caller.by,
        detail: describePolicyChange(before, after),
      }),
    ]);
    if (written.ok) {
      const saved = [...all.filter((policy) => policy.ID !== after.ID), after];
      return accept(policyView(after, saved, deps.catalogue));
    }
  }
  return refuse('conflict', 'The policy is being changed by others. Try again.', 'busy');
};

const tooMany = refuse(
  'conflict',
  `A tenant keeps at most ${MOST_POLICIES} policies. Delete one first.`,
  'too-many',
);

/** Firewall rules are read only when the policy names some. */
const known = async (deps: PolicyDeps, tenant: string, policy: PolicyItem) => {
  const firewall = new Set(
    policy.firewallRuleIDs.length > 0
      ? (await listFirewallRules(deps.store, tenant)).map((rule) => rule.ID)
      : [],
  );
  return {
    ipsRule: (id: number) => deps.catalogue.rule(id) !== undefined,
    firewallRule: (id: number) => firewall.has(id),
  };
};

/** Which assigned rules come from the policy itself and which from above, where they must be unassigned. */
export const inheritedRules = (item: PolicyItem, all: readonly PolicyItem[]) => {
  const [, ...above] = chainOf(item, new Map(all.map((policy) => [policy.ID, policy])));
  return effectiveOf(above);
};
