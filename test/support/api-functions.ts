import { peopleHandlers } from '../../functions/access/people.ts';
import { groupHandlers } from '../../functions/computers/groups.ts';
import { notificationHandlers } from '../../functions/notifications/handlers.ts';
import { applicationTypeHandlers } from '../../functions/rules/application-types.ts';
import { conditionHandlers } from '../../functions/rules/conditions.ts';
import { firewallRuleHandlers } from '../../functions/rules/firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from '../../functions/rules/intrusion-prevention-rules.ts';
import { listHandlers } from '../../functions/rules/lists.ts';
import { agentVersionHandlers } from '../../functions/settings/agent-versions.ts';
import { certificateHandlers } from '../../functions/settings/certificates.ts';
import { scriptHandlers } from '../../functions/settings/scripts.ts';
import { taskHandlers } from '../../functions/tasks/tasks.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { accept } from '../../shared/domain/outcome.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { api } from '../../shared/http/api.ts';
import type { Store } from '../../shared/table/store.ts';
import { type HttpHandler, quietLogger } from './call.ts';
import { testSecretBox } from './secret-box.ts';

/** Every plain resource in one function, on a table. */
export const collectionsFunction = (store: Store, now: () => number = Date.now): HttpHandler => {
  const egress = egressFrom({ EGRESS_ALLOW: '127.0.0.1/32' });
  const mailer = { send: async () => accept(undefined) };
  const own = { secrets: testSecretBox(), catalogue: starterCatalogue, egress, mailer };
  const deps = { store, logger: quietLogger(), now, ...own };
  return api(deps, [
    ...listHandlers(deps),
    ...conditionHandlers(deps),
    ...firewallRuleHandlers(deps),
    ...intrusionPreventionRuleHandlers(deps),
    ...applicationTypeHandlers(deps),
    ...groupHandlers(deps),
    ...peopleHandlers(deps),
    ...taskHandlers(deps),
    ...agentVersionHandlers(deps),
    ...certificateHandlers(deps),
    ...scriptHandlers(),
    ...notificationHandlers(deps),
  ]);
};
