import { applicationTypeHandlers } from '../../../../functions/rules/application-types.ts';
import { firewallRuleHandlers } from '../../../../functions/rules/firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from '../../../../functions/rules/intrusion-prevention-rules.ts';
import { listHandlers } from '../../../../functions/rules/lists.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import type { TestTenant } from '../../../support/commerce.ts';

/** The function `rules` on a table. */
export const rulesFunction = (store: Store): HttpHandler => {
  const deps = { store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  return api(deps, [
    ...intrusionPreventionRuleHandlers(deps),
    ...applicationTypeHandlers(deps),
    ...firewallRuleHandlers(deps),
    ...listHandlers(deps),
  ]);
};

export const asking =
  (rules: HttpHandler, tenant: TestTenant) =>
  <T = Record<string, unknown>>(path: string, body?: unknown, method?: string) =>
    call<T>(rules, { path: `/api/${path}`, headers: tenant.auth, body, ...(method && { method }) });
