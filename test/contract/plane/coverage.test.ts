import { expect, it } from 'vitest';
import { activationTokenHandlers } from '../../../functions/access/activation-tokens.ts';
import { apiKeyHandlers } from '../../../functions/access/api-keys.ts';
import { apiUsageHandlers } from '../../../functions/access/api-usage.ts';
import { changeKeyHandlers } from '../../../functions/access/change-key.ts';
import { deploymentScriptHandlers } from '../../../functions/access/deployment-script.ts';
import { peopleHandlers } from '../../../functions/access/people.ts';
import { roleHandlers } from '../../../functions/access/roles.ts';
import { type ActivationDeps, activate } from '../../../functions/activation/activate.ts';
import { alertTypeHandlers } from '../../../functions/alerts/alert-types.ts';
import { alertHandlers } from '../../../functions/alerts/alerts.ts';
import { computerFunction } from '../../../functions/computers/handlers.ts';
import { hostEventCounts } from '../../../functions/events/count-events.ts';
import { hostEventHandlers } from '../../../functions/events/host-events.ts';
import { packetDataHandlers } from '../../../functions/events/packet-data.ts';
import { systemEventHandlers } from '../../../functions/events/system-events.ts';
import { feeHandlers } from '../../../functions/fees/handlers.ts';
import { notificationHandlers } from '../../../functions/notifications/handlers.ts';
import { advisoryHandlers } from '../../../functions/operator/advisories.ts';
import { apiTenantHandlers } from '../../../functions/operator/api-tenants.ts';
import { benignExchangeHandlers } from '../../../functions/operator/benign-exchanges.ts';
import { ruleKillHandlers } from '../../../functions/operator/rule-kills.ts';
import { ruleUpdateHandlers } from '../../../functions/operator/rule-updates.ts';
import { tenantHandlers } from '../../../functions/operator/tenants.ts';
import { placeOrder } from '../../../functions/orders/place-order.ts';
import { readOrders } from '../../../functions/orders/read-orders.ts';
import { policyFunction } from '../../../functions/policy/handlers.ts';
import { applicationTypeHandlers } from '../../../functions/rules/application-types.ts';
import { conditionHandlers } from '../../../functions/rules/conditions.ts';
import { firewallRuleHandlers } from '../../../functions/rules/firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from '../../../functions/rules/intrusion-prevention-rules.ts';
import { listHandlers } from '../../../functions/rules/lists.ts';
import { scanFunction } from '../../../functions/scans/handlers.ts';
import { tenantRuleUpdateHandlers } from '../../../functions/scans/rule-updates.ts';
import { describeApiHandlers } from '../../../functions/service/describe-api.ts';
import { maintenanceHandlers } from '../../../functions/service/maintenance.ts';
import { trailHandlers } from '../../../functions/service/trail.ts';
import { starterCatalogue } from '../../../shared/domain/ips/catalogue/index.ts';
import type { Handler } from '../../../shared/http/api.ts';
import { routes } from '../../../shared/schema/routes/index.ts';
import type { HttpFunction } from '../../../shared/schema/routes/route.ts';

/** Handlers only close over what they are given, so that nothing needs to be there. */
const deps = { catalogue: starterCatalogue } as unknown as ActivationDeps &
  Parameters<typeof activationTokenHandlers>[0] &
  Parameters<typeof policyFunction>[0] &
  Parameters<typeof scanFunction>[0] &
  Parameters<typeof ruleKillHandlers>[0] &
  Parameters<typeof ruleUpdateHandlers>[0];

it.each<[HttpFunction, readonly Handler[]]>([
  [
    'operator',
    [
      ...tenantHandlers(deps),
      ...apiTenantHandlers(deps),
      ...ruleUpdateHandlers(deps),
      ...ruleKillHandlers(deps),
      ...benignExchangeHandlers(deps),
      ...advisoryHandlers(deps),
    ],
  ],
  ['orders', [placeOrder(deps), ...readOrders(deps)]],
  ['fees', feeHandlers(deps)],
  ['service', [...trailHandlers(deps), ...maintenanceHandlers(deps), ...describeApiHandlers()]],
  [
    'access',
    [
      ...apiKeyHandlers(deps),
      ...apiUsageHandlers(deps),
      ...changeKeyHandlers(deps),
      ...roleHandlers(deps),
      ...activationTokenHandlers(deps),
      ...peopleHandlers(deps),
      ...deploymentScriptHandlers(deps),
    ],
  ],
  ['activation', [activate(deps)]],
  ['policy', policyFunction(deps)],
  [
    'rules',
    [
      ...intrusionPreventionRuleHandlers(deps),
      ...applicationTypeHandlers(deps),
      ...firewallRuleHandlers(deps),
      ...listHandlers(deps),
      ...conditionHandlers(deps),
    ],
  ],
  ['computers', computerFunction(deps)],
  [
    'events',
    [
      ...hostEventHandlers(deps),
      ...hostEventCounts(deps),
      ...packetDataHandlers(deps),
      ...systemEventHandlers(deps),
    ],
  ],
  ['alerts', [...alertHandlers(deps), ...alertTypeHandlers(deps)]],
  ['notifications', notificationHandlers(deps as never)],
  ['scans', [...scanFunction(deps), ...tenantRuleUpdateHandlers(deps)]],
])('%s answers every route that the table gives it', (name, handlers) => {
  const given = routes.filter((route) => route.function === name).map((route) => route.id);
  expect(handlers.map((handler) => handler.route.id).sort()).toEqual([...given].sort());
});
