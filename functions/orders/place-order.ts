import { catalogueAt } from '../../shared/domain/order/catalogue.ts';
import type { Wish } from '../../shared/domain/order/order.ts';
import { decidePlace, type Placed } from '../../shared/domain/order/place.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { orderRoutes } from '../../shared/schema/routes/orders.ts';
import { absent, all, any, atMost, equals } from '../../shared/table/condition.ts';
import { readMenuCatalogue } from '../../shared/table/entities/order/menu-catalogue.ts';
import type { OrderItem } from '../../shared/table/entities/order/order.ts';
import { orderRecords } from '../../shared/table/entities/order/order-records.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { claimIdempotencyKey, readIdempotencyKey, repeatedAnswer } from './idempotency.ts';
import { readStanding } from './standing.ts';
import { orderView } from './view.ts';

/** Others may change what the decision saw; then it is decided anew, and by then it is refused for a reason. */
const ATTEMPTS = 4;

/** `POST /api/orders` (ORD-1 to ORD-6). */
export const placeOrder = ({ store }: ApiDeps): Handler =>
  on(orderRoutes.placeOrder, async ({ caller, body, now, request }) => {
    const key = readIdempotencyKey(request.headers);
    if (!key.ok) return key;
    const { menus } = catalogueAt(await readMenuCatalogue(store), now);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const repeated = async () =>
        key.value && (await repeatedAnswer(store, caller.tenantID, key.value, body));
      const earlier = await repeated();
      if (earlier) return earlier;
      const decided = decidePlace(body, await readStanding(store, caller.tenantID, body), menus, now);
      // What is in the way may be this very request, sent twice at once: then its answer is known by now.
      if (!decided.ok) return (await repeated()) || decided;
      const placed = await write(
        store,
        caller,
        decided.value,
        key.value && { key: key.value, wish: body },
        now,
      );
      if (placed) return placed;
    }
    return refuse('conflict', 'Other orders of this tenant are being placed. Try again.', 'busy');
  });

/** Undefined when something changed since the decision. */
const write = async (
  store: Store,
  caller: TenantCaller,
  placed: Placed,
  claim: { readonly key: string; readonly wish: Wish } | undefined | '',
  now: number,
): Promise<Outcome<ReturnType<typeof orderView>> | undefined> => {
  const { tenantID } = caller;
  const ID = await store.nextID(keys.counter(tenantID, 'order'), 1);
  const order: OrderItem = {
    ...keys.order(tenantID, ID),
    kind: 'order',
    tenant: tenantID,
    ...placed,
    ID,
    state: 'accepted',
    orderedBy: caller.by.name,
    accepted: now,
    stepsDone: [],
    moved: now,
  };
  const written = await store.transact([
    { put: order, if: absent('pk') },
    occupy(tenantID, ID, placed, now),
    {
      check: keys.tenant(tenantID),
      if: any(equals('tenantState', 'active'), equals('tenantState', 'restricted')),
    },
    ...orderRecords(tenantID, order, 'accepted', now, caller.by),
    ...(claim ? [claimIdempotencyKey(tenantID, claim.key, claim.wish, ID, now)] : []),
  ]);
  return written.ok ? accept(orderView(order)) : undefined;
};

/** One order at a time, whoever comes at the same moment (ORD-3), and only on what the decision saw. */
const occupy = (tenant: string, orderID: number, { type, quantity, before }: Placed, now: number): Write => ({
  update: keys.subscription(tenant),
  change: { set: { inProcess: orderID, inProcessSince: now } },
  if: all(
    equals('kind', 'subscription'),
    absent('inProcess'),
    ...(before
      ? [
          equals('menu', before.menu),
          equals('quantity', before.quantity),
          ...(type === 'menu-change' ? [] : [atMost('activated', quantity)]),
        ]
      : [absent('menu'), any(absent('newOrderFrom'), atMost('newOrderFrom', now))]),
  ),
});
