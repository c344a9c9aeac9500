import { api } from '../../shared/http/api.ts';
import { wire } from '../../shared/http/wiring.ts';
import { tenantHandlers } from './tenants.ts';

const deps = wire();

/** The operator's side: the tenants of this deployment. */
export const handler = api(deps, tenantHandlers(deps));
