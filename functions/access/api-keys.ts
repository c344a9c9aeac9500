import { accept, missing } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { createKey } from '../../shared/http/create-key.ts';
import { keyView } from '../../shared/http/key-view.ts';
import { apiKeyFields } from '../../shared/schema/api/access/access.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { listApiKeys, readApiKey } from '../../shared/table/entities/access/access.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { currentKeyView } from './view.ts';

export const apiKeyHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(accessRoutes.listApiKeys, async ({ caller }) =>
    accept({ apiKeys: (await listApiKeys(store, caller.tenantID)).map(keyView) }),
  ),

  on(accessRoutes.createApiKey, ({ caller, body, now }) => createKey(store, caller, body, now)),

  on(accessRoutes.describeCurrentApiKey, async ({ caller }) => {
    const item =
      caller.keyID === undefined ? undefined : await readApiKey(store, caller.tenantID, caller.keyID);
    if (!item) return missing('API key');
    const tenant = await readTenant(store, caller.tenantID);
    return accept(currentKeyView(item, caller.tenantID, tenant?.ID));
  }),

  on(accessRoutes.searchApiKeys, async ({ caller, body }) => {
    const found = search((await listApiKeys(store, caller.tenantID)).map(keyView), body, apiKeyFields);
    return found.ok ? accept({ apiKeys: [...found.value] }) : found;
  }),

  on(accessRoutes.describeApiKey, async ({ caller, params }) => {
    const item = await readApiKey(store, caller.tenantID, params.apiKeyID);
    return item ? accept(keyView(item)) : missing('API key');
  }),
];
