import { wireRules } from '../../shared/catalogue/wiring.ts';
import { api } from '../../shared/http/api.ts';
import type { LevelDeps } from '../../shared/levels/deps.ts';
import { policyFunction } from './handlers.ts';

export type PolicyDeps = LevelDeps;

const deps: PolicyDeps = wireRules();

/** What hosts are told to do: policies, their settings, and the rules assigned to them. */
export const handler = api(deps, policyFunction(deps));
