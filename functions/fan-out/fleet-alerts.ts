import { fleetCauses } from '../../shared/domain/alert/fleet.ts';
import { settleStanding, TENANT_TARGET } from '../../shared/table/entities/alert/standing-alert.ts';
import { readSubscription, subscriptionItem } from '../../shared/table/entities/order/subscription.ts';
import type { Follow } from './deps.ts';

/** Seats were taken, given back or ordered: alerts of the fleet follow from how many there are now. */
export const fleetAlerts: Follow = async ({ store, now }, { before, after }) => {
  const { tenant, activated, quantity } = subscriptionItem.parse(after);
  const old = before && subscriptionItem.parse(before);
  const then = new Map(old && fleetCauses({ ...old, relays: 0 }));
  const news = fleetCauses({ activated, quantity, relays: 0 }).filter(
    ([type, reason]) => !old || then.get(type) !== reason,
  );
  if (news.length === 0) return;
  const current = await readSubscription(store, tenant);
  const causes = new Map(current && fleetCauses({ ...current, relays: 0 }));
  for (const [type] of news) {
    const reason = causes.get(type);
    const subject = reason === undefined ? undefined : { reason };
    await settleStanding(store, tenant, type, TENANT_TARGET, subject, now());
  }
};
