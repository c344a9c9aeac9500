import { catalogue } from '../../shared/domain/order/menus.ts';
import type { Step } from '../../shared/domain/order/work.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { equals, exists } from '../../shared/table/condition.ts';
import type { OrderItem } from '../../shared/table/entities/order.ts';
import { listPolicies, policyItem } from '../../shared/table/entities/policy.ts';
import { readTenant } from '../../shared/table/entities/tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

/** The writes in which a step takes effect; they are written together with the step's record on the order. */
export type RunStep = (store: Store, order: OrderItem) => Promise<Outcome<readonly Write[]>>;

/** What may have changed between the order's acceptance and its work. */
const check: RunStep = async (store, order) => {
  const tenant = await readTenant(store, order.tenant);
  if (tenant?.tenantState !== 'active') {
    return refuse('conflict', 'The tenant was suspended before the order was worked.', 'suspended');
  }
  return accept([]);
};

/** From here on computers may be activated (ORD-2, ORD-8). */
const entitle: RunStep = async (_, order) =>
  accept([
    {
      update: keys.subscription(order.tenant),
      change: {
        set: { menu: order.menu, modules: catalogue[order.menu].modules, quantity: order.quantity },
      },
      if: equals('inProcess', order.ID),
    },
  ]);

/**
 * Policies that were written before compile to what is entitled now: touching one makes the stream compile it and
 * all below it. Once too often is harmless, so this needs no transaction of its own, however many there are.
 */
const configure: RunStep = async (store, order) => {
  for (const policy of await listPolicies(store, order.tenant)) {
    if (policy.parentID !== undefined) continue;
    await store.update(
      keys.policy(order.tenant, policy.ID),
      { add: { revision: 1 } },
      policyItem,
      exists('pk'),
    );
  }
  return accept([]);
};

export const steps: Readonly<Record<Step, RunStep>> = { check, entitle, configure };
