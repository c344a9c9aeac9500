import { type Catalogue, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { type ApiDeps, api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { assignmentHandlers } from './assignments.ts';
import { policyHandlers } from './policies.ts';

export interface PolicyDeps extends ApiDeps {
  readonly catalogue: Catalogue;
}

const deps: PolicyDeps = { ...wire(), verifyPerson: wirePeople(), catalogue: starterCatalogue };

/** What hosts are told to do: policies and the rules assigned to them. */
export const handler = api(deps, [...policyHandlers(deps), ...assignmentHandlers(deps)]);
