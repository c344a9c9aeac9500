import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import type { Policy } from '../../shared/schema/api/policy.ts';
import { policyRoutes } from '../../shared/schema/routes/policy.ts';
import { listPolicies, type PolicyItem } from '../../shared/table/entities/policy.ts';
import type { PolicyDeps } from './index.ts';
import { type Hand, inheritedRules, savePolicy } from './save.ts';
import { policyView } from './view.ts';

type Member = 'ipsRuleIDs' | 'firewallRuleIDs';

/** Rules assigned to a policy: added, replaced as a set, taken off one by one. */
export const assignmentHandlers = (deps: PolicyDeps): readonly Handler[] => {
  const read = async (tenant: string, policyID: number): Promise<Outcome<Policy>> => {
    const all = await listPolicies(deps.store, tenant);
    const item = all.find((policy) => policy.ID === policyID);
    return item ? accept(policyView(item, all, deps.catalogue)) : missing('policy');
  };

  const add = (hand: Hand, policyID: number, member: Member, ids: readonly number[]) =>
    savePolicy(deps, hand, policyID, (item) =>
      item ? accept(withRules(item, member, [...item[member], ...ids])) : missing('policy'),
    );

  const set = (hand: Hand, policyID: number, member: Member, ids: readonly number[]) =>
    savePolicy(deps, hand, policyID, (item) =>
      item ? accept(withRules(item, member, ids)) : missing('policy'),
    );

  const remove = async (
    hand: Hand,
    policyID: number,
    member: Member,
    ruleID: number,
  ): Promise<Outcome<Policy>> => {
    const all = await listPolicies(deps.store, hand.caller.tenantID);
    return savePolicy(deps, hand, policyID, (item) => {
      if (!item) return missing('policy');
      if (item[member].includes(ruleID))
        return accept(
          withRules(
            item,
            member,
            item[member].filter((id) => id !== ruleID),
          ),
        );
      return inheritedRules(item, all)[member].includes(ruleID)
        ? refuse(
            'invalid',
            `Rule ${ruleID} is assigned by a parent policy and can only be unassigned there.`,
            'inherited',
          )
        : missing('rule assignment');
    });
  };

  return [
    on(policyRoutes.listIpsAssignments, async ({ caller, params }) =>
      ips(await read(caller.tenantID, params.policyID)),
    ),
    on(policyRoutes.addIpsAssignments, async ({ caller, params, body, now }) =>
      ips(await add({ caller, now }, params.policyID, 'ipsRuleIDs', body.ruleIDs)),
    ),
    on(policyRoutes.setIpsAssignments, async ({ caller, params, body, now }) =>
      ips(await set({ caller, now }, params.policyID, 'ipsRuleIDs', body.ruleIDs)),
    ),
    on(policyRoutes.removeIpsAssignment, async ({ caller, params, now }) =>
      ips(await remove({ caller, now }, params.policyID, 'ipsRuleIDs', params.intrusionPreventionRuleID)),
    ),
    on(policyRoutes.listFirewallAssignments, async ({ caller, params }) =>
      firewall(await read(caller.tenantID, params.policyID)),
    ),
    on(policyRoutes.addFirewallAssignments, async ({ caller, params, body, now }) =>
      firewall(await add({ caller, now }, params.policyID, 'firewallRuleIDs', body.ruleIDs)),
    ),
    on(policyRoutes.setFirewallAssignments, async ({ caller, params, body, now }) =>
      firewall(await set({ caller, now }, params.policyID, 'firewallRuleIDs', body.ruleIDs)),
    ),
    on(policyRoutes.removeFirewallAssignment, async ({ caller, params, now }) =>
      firewall(await remove({ caller, now }, params.policyID, 'firewallRuleIDs', params.firewallRuleID)),
    ),
  ];
};

const withRules = (item: PolicyItem, member: Member, ids: readonly number[]): PolicyItem => ({
  ...item,
  [member]: [...new Set(ids)].sort((a, b) => a - b),
});

const ips = (policy: Outcome<Policy>) =>
  policy.ok
    ? accept({
        assignedRuleIDs: policy.value.intrusionPrevention.ruleIDs ?? [],
        assignedApplicationTypeIDs: policy.value.intrusionPrevention.applicationTypeIDs ?? [],
        recommendationScanStatus: 'none' as const,
      })
    : policy;

const firewall = (policy: Outcome<Policy>) =>
  policy.ok ? accept({ assignedRuleIDs: policy.value.firewall.ruleIDs ?? [] }) : policy;
