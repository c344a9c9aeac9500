import { alertHandlers } from '../../functions/alerts/alerts.ts';
import { computerFunction } from '../../functions/computers/handlers.ts';
import { hostEventCounts } from '../../functions/events/count-events.ts';
import { hostEventHandlers } from '../../functions/events/host-events.ts';
import { systemEventHandlers } from '../../functions/events/system-events.ts';
import { policyFunction } from '../../functions/policy/handlers.ts';
import { scanFunction } from '../../functions/scans/handlers.ts';
import { trailHandlers } from '../../functions/service/trail.ts';
import { taskHandlers } from '../../functions/tasks/tasks.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import type { Store } from '../../shared/table/store.ts';
import { accessFunction } from './access.ts';
import { type CallOptions, call, type HttpHandler, quietLogger } from './call.ts';

/** Calls whatever function answers a path that concerns computers, policies, tasks or who may do what. */
export const everything = (store: Store, now: () => number = Date.now) => {
  const deps = { store, logger: quietLogger(), now, catalogue: starterCatalogue };
  const access = accessFunction(store, now);
  const others: HttpHandler = api(deps, [
    ...policyFunction(deps),
    ...computerFunction(deps),
    ...hostEventHandlers(deps),
    ...hostEventCounts(deps),
    ...systemEventHandlers(deps),
    ...alertHandlers(deps),
    ...taskHandlers(deps),
    ...trailHandlers(deps),
    ...scanFunction({ ...deps, readIndex: async () => undefined }),
  ]);
  const ofAccess =
    /^\/api\/(apikeys|roles|administrators|contacts|activationtokens|agentdeployment|apiusage)/;
  return <T>(options: CallOptions) => call<T>(ofAccess.test(options.path) ? access : others, options);
};
