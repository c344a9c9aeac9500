import { catalogue } from '../../shared/domain/order/menus.ts';
import type { Standing, Wish } from '../../shared/domain/order/order.ts';
import { decidePlace } from '../../shared/domain/order/place.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { orderRoutes } from '../../shared/schema/routes/orders.ts';
import { absent, all, equals } from '../../shared/table/condition.ts';
import type { OrderItem } from '../../shared/table/entities/order.ts';
import { orderRecords } from '../../shared/table/entities/order-records.ts';
import { readSubscription } from '../../shared/table/entities/subscription.ts';
import { readTenant } from '../../shared/table/entities/tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { claimIdempotencyKey, readIdempotencyKey, repeatedAnswer } from './idempotency.ts';
import { orderView } from './view.ts';

/** Others may change what the decision saw; then it is decided anew, and by then it is refused for a reason. */
const ATTEMPTS = 4;

/** `POST /api/orders` (ORD-1 to ORD-3). */
export const placeOrder = ({ store }: ApiDeps): Handler =>
  on(orderRoutes.placeOrder, async ({ caller, body, now, request }) => {
    const key = readIdempotencyKey(request.headers);
    if (!key.ok) return key;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const repeated = async () =>
        key.value && (await repeatedAnswer(store, caller.tenantID, key.value, body));
      const earlier = await repeated();
      if (earlier) return earlier;
      const decided = decidePlace(body, await readStanding(store, caller.tenantID), catalogue);
      // What is in the way may be this very request, sent twice at once: then its answer is known by now.
      if (!decided.ok) return (await repeated()) || decided;
      const placed = await write(store, caller, body, key.value, now);
      if (placed) return placed;
    }
    return refuse('conflict', 'Other orders of this tenant are being placed. Try again.', 'busy');
  });

/** A tenant without the items it began with is no tenant: as good as suspended. */
const readStanding = async (store: Store, tenantID: string): Promise<Standing> => {
  const [tenant, subscription] = await Promise.all([
    readTenant(store, tenantID),
    readSubscription(store, tenantID),
  ]);
  return {
    suspended: tenant?.tenantState !== 'active',
    menu: subscription?.menu,
    quantity: subscription?.quantity ?? 0,
    inProcess: subscription?.inProcess,
  };
};

/** Undefined when something changed since the decision. */
const write = async (
  store: Store,
  caller: TenantCaller,
  wish: Wish,
  idempotencyKey: string | undefined,
  now: number,
): Promise<Outcome<ReturnType<typeof orderView>> | undefined> => {
  const { tenantID } = caller;
  const ID = await store.nextID(keys.counter(tenantID, 'order'), 1);
  const order: OrderItem = {
    ...keys.order(tenantID, ID),
    kind: 'order',
    tenant: tenantID,
    ...wish,
    ID,
    state: 'accepted',
    orderedBy: caller.by.name,
    accepted: now,
    stepsDone: [],
    moved: now,
  };
  const written = await store.transact([
    { put: order, if: absent('pk') },
    occupy(tenantID, ID, now),
    { check: keys.tenant(tenantID), if: equals('tenantState', 'active') },
    ...orderRecords(tenantID, order, 'accepted', now, caller.by),
    ...(idempotencyKey ? [claimIdempotencyKey(tenantID, idempotencyKey, wish, ID, now)] : []),
  ]);
  return written.ok ? accept(orderView(order)) : undefined;
};

/** One order at a time, whoever comes at the same moment (ORD-3); a new one only for who holds nothing (ORD-2). */
const occupy = (tenant: string, orderID: number, now: number): Write => ({
  update: keys.subscription(tenant),
  change: { set: { inProcess: orderID, inProcessSince: now } },
  if: all(equals('kind', 'subscription'), absent('inProcess'), absent('menu')),
});
