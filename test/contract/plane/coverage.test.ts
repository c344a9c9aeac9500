import { expect, it } from 'vitest';
import { activationTokenHandlers } from '../../../functions/access/activation-tokens.ts';
import { apiKeyHandlers } from '../../../functions/access/api-keys.ts';
import { changeKeyHandlers } from '../../../functions/access/change-key.ts';
import { roleHandlers } from '../../../functions/access/roles.ts';
import { type ActivationDeps, activate } from '../../../functions/activation/activate.ts';
import { alertHandlers } from '../../../functions/alerts/alerts.ts';
import { computerHandlers } from '../../../functions/computers/computers.ts';
import { removalHandlers } from '../../../functions/computers/remove.ts';
import { hostEventHandlers } from '../../../functions/events/host-events.ts';
import { systemEventHandlers } from '../../../functions/events/system-events.ts';
import { tenantHandlers } from '../../../functions/operator/tenants.ts';
import { placeOrder } from '../../../functions/orders/place-order.ts';
import { readOrders } from '../../../functions/orders/read-orders.ts';
import { assignmentHandlers } from '../../../functions/policy/assignments.ts';
import { policyHandlers } from '../../../functions/policy/policies.ts';
import { catalogueHandlers } from '../../../functions/rules/catalogue.ts';
import { firewallRuleHandlers } from '../../../functions/rules/firewall-rules.ts';
import type { Handler } from '../../../shared/http/api.ts';
import { routes } from '../../../shared/schema/routes/index.ts';
import type { HttpFunction } from '../../../shared/schema/routes/route.ts';

/** Handlers only close over what they are given, so that nothing needs to be there. */
const deps = {} as ActivationDeps &
  Parameters<typeof activationTokenHandlers>[0] &
  Parameters<typeof policyHandlers>[0];

it.each<[HttpFunction, readonly Handler[]]>([
  ['operator', tenantHandlers(deps)],
  ['orders', [placeOrder(deps), ...readOrders(deps)]],
  [
    'access',
    [
      ...apiKeyHandlers(deps),
      ...changeKeyHandlers(deps),
      ...roleHandlers(deps),
      ...activationTokenHandlers(deps),
    ],
  ],
  ['activation', [activate(deps)]],
  ['policy', [...policyHandlers(deps), ...assignmentHandlers(deps)]],
  ['rules', [...catalogueHandlers(deps), ...firewallRuleHandlers(deps)]],
  ['computers', [...computerHandlers(deps), ...removalHandlers(deps)]],
  ['events', [...hostEventHandlers(deps), ...systemEventHandlers(deps)]],
  ['alerts', alertHandlers(deps)],
])('%s answers every route that the table gives it', (name, handlers) => {
  const given = routes.filter((route) => route.function === name).map((route) => route.id);
  expect(handlers.map((handler) => handler.route.id).sort()).toEqual([...given].sort());
});
