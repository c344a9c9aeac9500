import { computerFunction } from '../../functions/computers/handlers.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import type { Store } from '../../shared/table/store.ts';
import { type HttpHandler, quietLogger } from './call.ts';

/** The function `computers` on a table. */
export const computerFunctionOn = (store: Store): HttpHandler => {
  const deps = { store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  return api(deps, computerFunction(deps)) as HttpHandler;
};
