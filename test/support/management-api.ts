import { computerFunction } from '../../functions/computers/handlers.ts';
import { systemSettingHandlers } from '../../functions/settings/system-settings.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import type { Store } from '../../shared/table/store.ts';
import { accessFunction } from './access.ts';
import { collectionsFunction } from './api-functions.ts';
import { call, type HttpHandler, quietLogger } from './call.ts';
import type { TestTenant } from './commerce.ts';
import { policyFunctionOn } from './policy.ts';
import { testSecretBox } from './secret-box.ts';

/** Asks the management API as a tenant's client does, whichever function answers; a path begins behind `/api/`. */
export const managementApi = (store: Store, tenant: TestTenant) => {
  const secrets = testSecretBox();
  const deps = { store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue, secrets };
  const access = accessFunction(store);
  const functions: Readonly<Record<string, HttpHandler>> = {
    computers: api(deps, computerFunction(deps)),
    policies: policyFunctionOn(store),
    systemsettings: api(deps, systemSettingHandlers(deps)),
    apikeys: access,
    roles: access,
    agentdeploymentscripts: access,
  };
  const others = collectionsFunction(store);
  return <T = Readonly<Record<string, unknown>> & { readonly ID: number; readonly message?: string }>(
    method: string,
    path: string,
    body?: unknown,
    query: Readonly<Record<string, string>> = {},
  ) =>
    call<T>(functions[path.split('/')[0] ?? ''] ?? others, {
      method,
      path: `/api/${path}`,
      headers: { ...tenant.auth, 'content-type': 'application/json' },
      body,
      query,
    });
};
export type ManagementApi = ReturnType<typeof managementApi>;
