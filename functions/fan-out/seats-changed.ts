import { dayOf } from '../../shared/domain/order/local-date.ts';
import { subscriptionItem } from '../../shared/table/entities/order/subscription.ts';
import { noteActivated } from '../../shared/table/entities/order/usage-day.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { Follow } from './deps.ts';

/**
 * A seat was taken or given back: the day's highest is exact, because every number of seats that there was passes
 * through the stream, and activation itself writes nothing more for it.
 */
export const seatsChanged: Follow = async ({ store }, { before, after, at }) => {
  if (!before) return;
  const { tenant, activated } = subscriptionItem.parse(after);
  const earlier = subscriptionItem.parse(before).activated;
  if (earlier === activated) return;
  const timeZone = (await readTenant(store, tenant))?.timeZone;
  if (timeZone === undefined) return;
  await noteActivated(store, tenant, dayOf(at, timeZone), { before: earlier, after: activated, at });
};
