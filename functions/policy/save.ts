import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { checkPolicy, policyNameTaken } from '../../shared/domain/policy/change.ts';
import { describePolicyChange } from '../../shared/domain/policy/describe-change.ts';
import { MOST_POLICIES } from '../../shared/domain/policy/limits.ts';
import type { Hand } from '../../shared/http/caller.ts';
import { knownFor } from '../../shared/levels/known.ts';
import { loadTree, type PolicyTree, treeOf } from '../../shared/levels/tree.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { nameWasTaken, nameWrites } from '../../shared/table/entities/access/name-lock.ts';
import { configurationRecords } from '../../shared/table/entities/policy/configuration-records.ts';
import type { PolicyItem } from '../../shared/table/entities/policy/policy.ts';
import { readDefaultPolicy } from '../../shared/table/entities/tenant/tenant-settings.ts';
import type { Write } from '../../shared/table/store.ts';
import type { PolicyDeps } from './index.ts';

/** Attempts when others change the same policy at the same moment. */
const ATTEMPTS = 5;

export interface SavedPolicy {
  readonly item: PolicyItem;
  /** As it is with the change. */
  readonly tree: PolicyTree;
}

/** Loads, lets `change` decide what the policy becomes, checks it whole and writes it if nobody was faster. */
export const savePolicy = async (
  deps: PolicyDeps,
  { caller, now }: Hand,
  policyID: number,
  change: (policy: PolicyItem | undefined, tree: PolicyTree) => Outcome<PolicyItem>,
): Promise<Outcome<SavedPolicy>> => {
  const tenant = caller.tenantID;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const tree = await loadTree(deps.store, tenant);
    const before = tree.policy(policyID);
    if (!before && tree.policies.length >= MOST_POLICIES) return tooMany;
    const changed = change(before, tree);
    if (!changed.ok) return changed;
    const item = { ...changed.value, revision: (before?.revision ?? 0) + 1 };
    const checked = checkPolicy(item, tree.policies, await knownFor(deps, tenant, item));
    if (!checked.ok) return checked;
    const writes: Write[] = [
      { put: item, if: before ? equals('revision', before.revision) : absent('pk') },
      ...nameWrites({ tenant, collection: 'policies', ID: item.ID, before: before?.name, after: item.name }),
      ...configurationRecords(tenant, {
        what: before ? 'policy-updated' : 'policy-created',
        target: item,
        at: now,
        by: caller.by,
        detail: describePolicyChange(before, item),
        before,
        after: item,
      }),
    ];
    const written = await deps.store.transact(writes);
    if (nameWasTaken(written, writes)) return policyNameTaken(item.name);
    if (written.ok) return accept({ item, tree: await withItem(deps, tenant, tree, item) });
  }
  return busy;
};

export const busy = refuse('conflict', 'The policy is being changed by others. Try again.', 'busy');

const tooMany = refuse(
  'conflict',
  `A tenant keeps at most ${MOST_POLICIES} policies. Delete one first.`,
  'too-many',
);

const withItem = async ({ store }: PolicyDeps, tenant: string, tree: PolicyTree, item: PolicyItem) => {
  const others = tree.policies.filter((policy) => policy.ID !== item.ID);
  const all = [...others, item].sort((a, b) => a.ID - b.ID);
  return treeOf(all, (await readDefaultPolicy(store, tenant))?.settings ?? {});
};
