import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import type { LevelDeps } from '../../shared/levels/deps.ts';
import { policyFunction } from './handlers.ts';

export type PolicyDeps = LevelDeps;

const deps: PolicyDeps = { ...wire(), verifyPerson: wirePeople(), catalogue: starterCatalogue };

/** What hosts are told to do: policies, their settings, and the rules assigned to them. */
export const handler = api(deps, policyFunction(deps));
