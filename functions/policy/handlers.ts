import type { Handler } from '../../shared/http/api.ts';
import { levelHandlers } from '../../shared/levels/handlers.ts';
import { policyLevelRoutes } from '../../shared/schema/routes/policy.ts';
import { defaultPolicyHandlers } from './default-policy.ts';
import type { PolicyDeps } from './index.ts';
import { interfaceTypeHandlers } from './interface-types.ts';
import { policyOwner } from './owner.ts';
import { policyHandlers } from './policies.ts';

/** Every route of the function. */
export const policyFunction = (deps: PolicyDeps): readonly Handler[] => [
  ...policyHandlers(deps),
  ...defaultPolicyHandlers(deps),
  ...interfaceTypeHandlers(deps),
  ...levelHandlers(deps, policyLevelRoutes, policyOwner(deps), 'policyID'),
];
