import { policyFunction } from '../../functions/policy/handlers.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import type { Store } from '../../shared/table/store.ts';
import { type HttpHandler, quietLogger } from './call.ts';

/** The function `policy` on a table. */
export const policyFunctionOn = (store: Store): HttpHandler => {
  const deps = { store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  return api(deps, policyFunction(deps)) as HttpHandler;
};
