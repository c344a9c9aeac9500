import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { advisoryHandlers } from './advisories.ts';
import { apiTenantHandlers } from './api-tenants.ts';
import { tenantHandlers } from './tenants.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** The operator's side: the tenants of this deployment. */
export const handler = api(deps, [
  ...tenantHandlers(deps),
  ...apiTenantHandlers(deps),
  ...advisoryHandlers(deps),
]);
