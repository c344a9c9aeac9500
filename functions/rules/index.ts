import { wireRules } from '../../shared/catalogue/wiring.ts';
import type { GlobalCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { type ApiDeps, api } from '../../shared/http/api.ts';
import { applicationTypeHandlers } from './application-types.ts';
import { conditionHandlers } from './conditions.ts';
import { firewallRuleHandlers } from './firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from './intrusion-prevention-rules.ts';
import { listHandlers } from './lists.ts';

export interface RuleDeps extends ApiDeps {
  readonly catalogue: GlobalCatalogue;
}

const deps: RuleDeps = wireRules();

/** What policies are made of: rules of both modules, application types, lists. */
export const handler = api(deps, [
  ...intrusionPreventionRuleHandlers(deps),
  ...applicationTypeHandlers(deps),
  ...firewallRuleHandlers(deps),
  ...listHandlers(deps),
  ...conditionHandlers(deps),
]);
