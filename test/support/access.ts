import { activationTokenHandlers } from '../../functions/access/activation-tokens.ts';
import { apiKeyHandlers } from '../../functions/access/api-keys.ts';
import { apiUsageHandlers } from '../../functions/access/api-usage.ts';
import { changeKeyHandlers } from '../../functions/access/change-key.ts';
import { deploymentScriptHandlers } from '../../functions/access/deployment-script.ts';
import { peopleHandlers } from '../../functions/access/people.ts';
import { roleHandlers } from '../../functions/access/roles.ts';
import { api } from '../../shared/http/api.ts';
import type { Store } from '../../shared/table/store.ts';
import { type HttpHandler, quietLogger } from './call.ts';
import { testSecretBox } from './secret-box.ts';

/** The function `access` on a table. */
export const accessFunction = (store: Store, now: () => number = Date.now): HttpHandler => {
  const deps = { store, logger: quietLogger(), now, secrets: testSecretBox() };
  return api(deps, [
    ...apiKeyHandlers(deps),
    ...apiUsageHandlers(deps),
    ...changeKeyHandlers(deps),
    ...roleHandlers(deps),
    ...activationTokenHandlers(deps),
    ...peopleHandlers(deps),
    ...deploymentScriptHandlers(deps),
  ]);
};
