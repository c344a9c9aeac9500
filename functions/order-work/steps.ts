import { catalogueAt } from '../../shared/domain/order/catalogue.ts';
import { decideEntitle, type Entitled } from '../../shared/domain/order/entitle.ts';
import { mayBegin, type Step } from '../../shared/domain/order/work.ts';
import { accept, type Outcome } from '../../shared/domain/outcome.ts';
import { absent, all, atMost, equals } from '../../shared/table/condition.ts';
import { holdingPut } from '../../shared/table/entities/order/holding.ts';
import { readMenuCatalogue } from '../../shared/table/entities/order/menu-catalogue.ts';
import type { OrderItem } from '../../shared/table/entities/order/order.ts';
import { readSubscription } from '../../shared/table/entities/order/subscription.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import {
  readDefaultPolicy,
  type TenantSettingsItem,
} from '../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

/**
 * The writes in which a step takes effect; they are written together with the step's record on the order, or, when
 * one of their conditions fails, asked for again. `now` in epoch ms.
 */
export type RunStep = (store: Store, order: OrderItem, now: number) => Promise<Outcome<readonly Write[]>>;

/** What may have changed between the order's acceptance and its work. */
const check: RunStep = async (store, order) => {
  const tenant = await readTenant(store, order.tenant);
  const begins = mayBegin({
    tenantState: tenant?.tenantState ?? 'deleted',
    stateReason: tenant?.stateReason,
  });
  return begins.ok ? accept([]) : begins;
};

/** From here on it holds (ORD-2, ORD-8). Never below what is activated, whoever activates at this moment. */
const entitle: RunStep = async (store, order, now) => {
  const [versions, subscription] = await Promise.all([
    readMenuCatalogue(store),
    readSubscription(store, order.tenant),
  ]);
  const activated = subscription?.activated ?? 0;
  const entitled = decideEntitle(order, activated, catalogueAt(versions, now).menus, now);
  if (!entitled.ok) return entitled;
  const { menu, quantity } = entitled.value;
  return accept([
    {
      update: keys.subscription(order.tenant),
      change: entitlementChange(entitled.value),
      if: all(equals('inProcess', order.ID), atMost('activated', quantity)),
    },
    holdingPut(order.tenant, { from: now, menu, quantity, orderID: order.ID }),
  ]);
};

const entitlementChange = ({ menu, modules, quantity, newOrderFrom }: Entitled) =>
  menu === undefined
    ? { set: { modules, quantity, newOrderFrom }, remove: ['menu'] }
    : { set: { menu, modules, quantity }, remove: ['newOrderFrom'] };

/**
 * What was configured before compiles to what is entitled now: a change above every policy makes the stream compile
 * all of the tenant's contents, and hosts find them at their next beat. Once too often is harmless.
 */
const configure: RunStep = async (store, { tenant }) => {
  const current = await readDefaultPolicy(store, tenant);
  const next: TenantSettingsItem = {
    ...keys.defaultPolicy(tenant),
    kind: 'default-policy',
    tenant,
    settings: {},
    ...current,
    revision: (current?.revision ?? 0) + 1,
  };
  return accept([{ put: next, if: current ? equals('revision', current.revision) : absent('pk') }]);
};

export const steps: Readonly<Record<Step, RunStep>> = { check, entitle, configure };
