import { accept, missing, type Outcome } from '../../shared/domain/outcome.ts';
import { checkPolicyUnused } from '../../shared/domain/policy/change.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { policyRoutes } from '../../shared/schema/routes/policy.ts';
import { exists } from '../../shared/table/condition.ts';
import { listComputers } from '../../shared/table/entities/computer.ts';
import { configurationRecords } from '../../shared/table/entities/configuration-records.ts';
import { listPolicies, type PolicyItem } from '../../shared/table/entities/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { PolicyDeps } from './index.ts';
import { savePolicy } from './save.ts';
import { policyView } from './view.ts';

type Body = {
  name?: string | undefined;
  description?: string | undefined;
  parentID?: number | undefined;
  firewall?: { state?: 'inherited' | 'on' | 'off' | undefined; ruleIDs?: number[] | undefined } | undefined;
  intrusionPrevention?:
    | { state?: 'inherited' | 'prevent' | 'detect' | 'off' | undefined; ruleIDs?: number[] | undefined }
    | undefined;
};

export const policyHandlers = (deps: PolicyDeps): readonly Handler[] => [
  on(policyRoutes.listPolicies, async ({ caller }) => {
    const all = await listPolicies(deps.store, caller.tenantID);
    return accept({ policies: all.map((item) => policyView(item, all, deps.catalogue)) });
  }),

  on(policyRoutes.createPolicy, async ({ caller, body, now }) => {
    const ID = await deps.store.nextID(keys.counter(caller.tenantID, 'policy'), 1);
    const fresh: PolicyItem = {
      ...keys.policy(caller.tenantID, ID),
      kind: 'policy',
      tenant: caller.tenantID,
      ID,
      revision: 0,
      name: body.name,
      firewallRuleIDs: [],
      ipsRuleIDs: [],
    };
    return savePolicy(deps, { caller, now }, ID, () => accept(applyBody(fresh, body)));
  }),

  on(policyRoutes.describePolicy, async ({ caller, params }) => {
    const all = await listPolicies(deps.store, caller.tenantID);
    const item = all.find((policy) => policy.ID === params.policyID);
    return item ? accept(policyView(item, all, deps.catalogue)) : missing('policy');
  }),

  on(policyRoutes.modifyPolicy, ({ caller, params, body, now }) =>
    savePolicy(
      deps,
      { caller, now },
      params.policyID,
      (item): Outcome<PolicyItem> => (item ? accept(applyBody(item, body)) : missing('policy')),
    ),
  ),

  on(policyRoutes.deletePolicy, async ({ caller, params, now }) => {
    const all = await listPolicies(deps.store, caller.tenantID);
    const item = all.find((policy) => policy.ID === params.policyID);
    if (!item) return missing('policy');
    const computers = await listComputers(deps.store, caller.tenantID);
    const users = computers
      .filter((computer) => computer.policyID === item.ID)
      .map((computer) => computer.displayName || computer.hostName);
    const unused = checkPolicyUnused(item.ID, all, users);
    if (!unused.ok) return unused;
    const removed = await deps.store.transact([
      { remove: keys.policy(caller.tenantID, item.ID), if: exists('pk') },
      ...configurationRecords(caller.tenantID, {
        what: 'policy-deleted',
        target: item,
        at: now,
        by: caller.by,
      }),
    ]);
    return removed.ok ? accept(undefined) : missing('policy');
  }),
];

/** Only the members that are given change; `inherited` and 0 give a member back to the parent. */
const applyBody = (item: PolicyItem, body: Body): PolicyItem => {
  const state = body.firewall?.state;
  const ips = body.intrusionPrevention?.state;
  return {
    ...item,
    ...(body.name !== undefined && { name: body.name }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.parentID !== undefined && { parentID: body.parentID === 0 ? undefined : body.parentID }),
    ...(state !== undefined && { firewallState: state === 'inherited' ? undefined : state }),
    ...(body.firewall?.ruleIDs && { firewallRuleIDs: unique(body.firewall.ruleIDs) }),
    ...(ips !== undefined && { ipsState: ips === 'inherited' ? undefined : ips }),
    ...(body.intrusionPrevention?.ruleIDs && { ipsRuleIDs: unique(body.intrusionPrevention.ruleIDs) }),
  };
};

const unique = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);
