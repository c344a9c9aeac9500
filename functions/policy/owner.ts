import { accept, missing } from '../../shared/domain/outcome.ts';
import type { LevelOwner, OwnedLevel } from '../../shared/levels/owner.ts';
import { scanOfComputers } from '../../shared/levels/recommendations.ts';
import { loadTree, type PolicyTree } from '../../shared/levels/tree.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import type { PolicyItem } from '../../shared/table/entities/policy/policy.ts';
import type { PolicyDeps } from './index.ts';
import { savePolicy } from './save.ts';

/** Policies as the owners of levels. */
export const policyOwner = (deps: PolicyDeps): LevelOwner => ({
  read: async (tenant, ID) => {
    const tree = await loadTree(deps.store, tenant);
    const item = tree.policy(ID);
    return item ? accept(levelOfPolicy(item, tree)) : missing('policy');
  },
  scans: async (tenant, ID) => {
    const rows = await listComputerRows(deps.store, tenant);
    const computerIDs = rows.filter(({ policyID }) => policyID === ID).map((row) => row.ID);
    return scanOfComputers(deps.store, tenant, computerIDs);
  },
  save: async (hand, ID, change) => {
    const saved = await savePolicy(deps, hand, ID, (item, tree) => {
      if (!item) return missing('policy');
      const level = change(levelOfPolicy(item, tree));
      return level.ok ? accept({ ...item, ...level.value } as PolicyItem) : level;
    });
    return saved.ok ? accept(levelOfPolicy(saved.value.item, saved.value.tree)) : saved;
  },
});

/** `above` follows the item's parent as it is given, which may be about to change. */
export const levelOfPolicy = (item: PolicyItem, tree: PolicyTree): OwnedLevel => ({
  own: item,
  above: tree.chain(item.parentID ?? 0),
});
