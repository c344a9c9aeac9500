import type { Handler } from '../../shared/http/api.ts';
import { computerOwner } from '../../shared/levels/computer-owner.ts';
import type { LevelDeps } from '../../shared/levels/deps.ts';
import { levelHandlers } from '../../shared/levels/handlers.ts';
import { computerLevelRoutes } from '../../shared/schema/routes/computers.ts';
import { computerHandlers } from './computers.ts';
import { groupHandlers } from './groups.ts';
import { removalHandlers } from './remove.ts';

/** Every route of the function. */
export const computerFunction = (deps: LevelDeps): readonly Handler[] => [
  ...computerHandlers(deps),
  ...removalHandlers(deps),
  ...groupHandlers(deps),
  ...levelHandlers(deps, computerLevelRoutes, computerOwner(deps), 'computerID'),
];
