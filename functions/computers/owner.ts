import { accept, missing } from '../../shared/domain/outcome.ts';
import { emptyLevel } from '../../shared/domain/policy/level.ts';
import type { LevelDeps } from '../../shared/levels/deps.ts';
import type { LevelOwner } from '../../shared/levels/owner.ts';
import { loadTree } from '../../shared/levels/tree.ts';
import { readComputer } from '../../shared/table/entities/computer.ts';
import { readComputerOverrides } from '../../shared/table/entities/computer-overrides.ts';
import { levelOf } from '../../shared/table/entities/level.ts';
import { saveComputer } from './save.ts';

/** Computers as the owners of levels: the last ones of the tree. */
export const computerOwner = (deps: LevelDeps): LevelOwner => ({
  read: async (tenant, ID) => {
    const [item, overrides, tree] = await Promise.all([
      readComputer(deps.store, tenant, ID),
      readComputerOverrides(deps.store, tenant, ID),
      loadTree(deps.store, tenant),
    ]);
    if (!item) return missing('computer');
    return accept({ own: overrides ? levelOf(overrides) : emptyLevel, above: tree.chain(item.policyID) });
  },
  save: async (hand, ID, change) => {
    const saved = await saveComputer(deps, hand, ID, (level, item) => {
      const own = change(level);
      return own.ok ? accept({ item, own: own.value }) : own;
    });
    if (!saved.ok) return saved;
    const { own, item, tree } = saved.value;
    return accept({ own, above: tree.chain(item.policyID) });
  },
});
