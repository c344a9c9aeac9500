import type { Standing, Wish } from '../../shared/domain/order/order.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { readHost } from '../../shared/table/entities/computer/host.ts';
import { readOrder } from '../../shared/table/entities/order/order.ts';
import { readSubscription } from '../../shared/table/entities/order/subscription.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { Store } from '../../shared/table/store.ts';

/** Computers whose names a refused cancellation tells, and how many are looked at to find them. */
const NAMED = 3;
const LOOKED_AT = 30;

/** What an order meets. A tenant without the items it began with is no tenant: as good as deleted. */
export const readStanding = async (store: Store, tenantID: string, wish: Wish): Promise<Standing> => {
  const [tenant, subscription] = await Promise.all([
    readTenant(store, tenantID),
    readSubscription(store, tenantID),
  ]);
  const activated = subscription?.activated ?? 0;
  const open = subscription?.inProcess;
  return {
    tenantState: tenant?.tenantState ?? 'deleted',
    stateReason: tenant?.stateReason,
    timeZone: tenant?.timeZone ?? 'UTC',
    menu: subscription?.menu,
    quantity: subscription?.quantity ?? 0,
    activated,
    newOrderFrom: subscription?.newOrderFrom,
    ...(open !== undefined && {
      inProcess: { ID: open, type: (await readOrder(store, tenantID, open))?.type },
    }),
    ...(wish.type === 'cancellation' &&
      activated > 0 && { someActivated: await someActivated(store, tenantID) }),
  };
};

const someActivated = async (store: Store, tenantID: string): Promise<readonly string[]> => {
  const rows = await listComputerRows(store, tenantID, { atMost: LOOKED_AT });
  const hosts = await Promise.all(rows.map(({ ID }) => readHost(store, tenantID, ID)));
  return rows
    .filter((_, i) => hosts[i] && !hosts[i]?.gone)
    .slice(0, NAMED)
    .map((row) => plainLine(row.displayName || row.hostName, 60));
};
