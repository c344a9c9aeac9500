import { accept, missing } from '../domain/outcome.ts';
import { emptyLevel } from '../domain/policy/level.ts';
import { readComputer } from '../table/entities/computer/computer.ts';
import { readComputerOverrides } from '../table/entities/computer/computer-overrides.ts';
import { levelOf } from '../table/entities/policy/level.ts';
import type { LevelDeps } from './deps.ts';
import type { LevelOwner } from './owner.ts';
import { scanOfComputer } from './recommendations.ts';
import { saveComputer } from './save-computer.ts';
import { loadTree } from './tree.ts';

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
  scans: (tenant, ID) => scanOfComputer(deps.store, tenant, ID),
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
