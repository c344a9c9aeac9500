import type { Handler } from '../http/api.ts';
import type { LevelRoutes } from '../schema/routes/level.ts';
import { assignmentHandlers } from './assignment-handlers.ts';
import type { LevelDeps } from './deps.ts';
import { overrideHandlers } from './override-handlers.ts';
import type { LevelOwner } from './owner.ts';
import { settingHandlers } from './setting-handlers.ts';

/** The nested endpoints of policies or computers. `param`: the owner's id in the path. */
export const levelHandlers = (
  deps: LevelDeps,
  routes: LevelRoutes,
  owner: LevelOwner,
  param: 'policyID' | 'computerID',
): readonly Handler[] => [
  ...assignmentHandlers(deps, routes, owner, param),
  ...overrideHandlers(deps, routes, owner, param),
  ...settingHandlers(routes, owner, param),
];
