import { type Catalogue, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { type ApiDeps, api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { catalogueHandlers } from './catalogue.ts';
import { conditionHandlers } from './conditions.ts';
import { firewallRuleHandlers } from './firewall-rules.ts';
import { listHandlers } from './lists.ts';

export interface RuleDeps extends ApiDeps {
  readonly catalogue: Catalogue;
}

const deps: RuleDeps = { ...wire(), verifyPerson: wirePeople(), catalogue: starterCatalogue };

/** What policies are made of: vendor rules and application types (read), the tenant's firewall rules. */
export const handler = api(deps, [
  ...catalogueHandlers(deps),
  ...firewallRuleHandlers(deps),
  ...listHandlers(deps),
  ...conditionHandlers(deps),
]);
