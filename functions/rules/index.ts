import { type Catalogue, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { type ApiDeps, api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { applicationTypeHandlers } from './application-types.ts';
import { conditionHandlers } from './conditions.ts';
import { firewallRuleHandlers } from './firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from './intrusion-prevention-rules.ts';
import { listHandlers } from './lists.ts';

export interface RuleDeps extends ApiDeps {
  readonly catalogue: Catalogue;
}

const deps: RuleDeps = { ...wire(), verifyPerson: wirePeople(), catalogue: starterCatalogue };

/** What policies are made of: rules of both modules, application types, lists. */
export const handler = api(deps, [
  ...intrusionPreventionRuleHandlers(deps),
  ...applicationTypeHandlers(deps),
  ...firewallRuleHandlers(deps),
  ...listHandlers(deps),
  ...conditionHandlers(deps),
]);
