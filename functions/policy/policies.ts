import { reachesComputer, reachesPolicy } from '../../shared/domain/access/reach.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { checkPolicyUnused } from '../../shared/domain/policy/change.ts';
import { MOST_ITEMS } from '../../shared/domain/search/filter.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import type { Hand, TenantCaller } from '../../shared/http/caller.ts';
import { applyLevelBody } from '../../shared/levels/apply-body.ts';
import { type IpsBook, loadIpsBook } from '../../shared/levels/rule-book.ts';
import { loadTree, type PolicyTree } from '../../shared/levels/tree.ts';
import { type PolicyChange, policyFields } from '../../shared/schema/api/policy/policy.ts';
import { policyRoutes } from '../../shared/schema/routes/policy.ts';
import { equals } from '../../shared/table/condition.ts';
import { nameWrites } from '../../shared/table/entities/access/name-lock.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { configurationRecords } from '../../shared/table/entities/policy/configuration-records.ts';
import type { PolicyItem } from '../../shared/table/entities/policy/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { PolicyDeps } from './index.ts';
import { levelOfPolicy } from './owner.ts';
import { busy, savePolicy } from './save.ts';
import { policyView } from './view.ts';

export const policyHandlers = (deps: PolicyDeps): readonly Handler[] => {
  const load = (tenant: string) =>
    Promise.all([loadTree(deps.store, tenant), loadIpsBook(deps.store, tenant, deps.catalogue)]);

  const save = async (
    hand: Hand,
    ID: number,
    ownOnly: boolean | undefined,
    before: (item: PolicyItem | undefined) => PolicyItem | undefined,
    body: PolicyChange,
  ) => {
    const book = await loadIpsBook(deps.store, hand.caller.tenantID, deps.catalogue);
    const saved = await savePolicy(deps, hand, ID, (found, tree) => {
      const item = before(found);
      const { parentID } = body;
      if (parentID && parentID !== item?.parentID && !reachesPolicy(hand.caller.role, parentID)) {
        return refuse('invalid', `parentID: there is no policy ${parentID}.`, 'unknown-policy');
      }
      return item ? applyBody(item, body, tree, book) : missing('policy');
    });
    return saved.ok ? accept(policyView(saved.value.item, saved.value.tree, book, ownOnly)) : saved;
  };

  return [
    on(policyRoutes.listPolicies, async ({ caller, query }) => {
      const [tree, book] = await load(caller.tenantID);
      const shown = seenBy(caller, tree).slice(0, MOST_ITEMS);
      return accept({ policies: shown.map((item) => policyView(item, tree, book, query.overrides)) });
    }),

    on(policyRoutes.searchPolicies, async ({ caller, query, body }) => {
      const [tree, book] = await load(caller.tenantID);
      const views = seenBy(caller, tree).map((item) => policyView(item, tree, book, query.overrides));
      const found = search(views, body, policyFields);
      return found.ok ? accept({ policies: [...found.value] }) : found;
    }),

    on(policyRoutes.createPolicy, async ({ caller, query, body, now }) => {
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
      return save({ caller, now }, ID, query.overrides, () => fresh, body);
    }),

    on(policyRoutes.describePolicy, async ({ caller, params, query }) => {
      const [tree, book] = await load(caller.tenantID);
      const item = tree.policy(params.policyID);
      return item ? accept(policyView(item, tree, book, query.overrides)) : missing('policy');
    }),

    on(policyRoutes.modifyPolicy, ({ caller, params, query, body, now }) =>
      save({ caller, now }, params.policyID, query.overrides, (item) => item, body),
    ),

    on(policyRoutes.deletePolicy, async ({ caller, params, now }) => {
      const { policies, policy } = await loadTree(deps.store, caller.tenantID);
      const item = policy(params.policyID);
      if (!item) return missing('policy');
      const computers = await listComputerRows(deps.store, caller.tenantID);
      const users = computers
        .filter((computer) => computer.policyID === item.ID)
        .map((computer) =>
          reachesComputer(caller.role, computer) ? computer.displayName || computer.hostName : UNSEEN,
        );
      const named = policies.map((each) =>
        reachesPolicy(caller.role, each.ID) ? each : { ...each, name: UNSEEN },
      );
      const unused = checkPolicyUnused(item.ID, named, users);
      if (!unused.ok) return unused;
      const removed = await deps.store.transact([
        { remove: keys.policy(caller.tenantID, item.ID), if: equals('revision', item.revision) },
        ...nameWrites({ tenant: caller.tenantID, collection: 'policies', ID: item.ID, before: item.name }),
        ...configurationRecords(caller.tenantID, {
          what: 'policy-deleted',
          target: item,
          at: now,
          by: caller.by,
          before: item,
        }),
      ]);
      if (removed.ok) return accept(undefined);
      return removed.found[0] ? busy : missing('policy');
    }),
  ];
};

/** Stands for the name of what the caller's role does not reach. */
const UNSEEN = 'out of your role’s reach';

const seenBy = ({ role }: TenantCaller, { policies }: PolicyTree): readonly PolicyItem[] =>
  policies.filter(({ ID }) => reachesPolicy(role, ID));

/** Only the members that are given change; a parent 0 makes it a root. */
const applyBody = (
  item: PolicyItem,
  body: PolicyChange,
  tree: PolicyTree,
  book: IpsBook,
): Outcome<PolicyItem> => {
  const named: PolicyItem = {
    ...item,
    ...(body.name !== undefined && { name: body.name }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.parentID !== undefined && { parentID: body.parentID === 0 ? undefined : body.parentID }),
    ...(body.recommendationScanMode && { recommendationScanMode: body.recommendationScanMode }),
    ...(body.autoRequiresUpdate && { autoRequiresUpdate: body.autoRequiresUpdate }),
  };
  const level = applyLevelBody(
    levelOfPolicy(named, tree),
    {
      settings: body.policySettings,
      firewall: body.firewall,
      intrusionPrevention: body.intrusionPrevention,
    },
    (id) => book.ipsRule(id)?.dependsOnRuleIDs ?? [],
  );
  return level.ok ? accept({ ...named, ...level.value } as PolicyItem) : level;
};
