import type { NotificationRule } from '../../shared/domain/notification/rule.ts';
import { listNotificationRules } from '../../shared/table/entities/notification/notification.ts';
import type { Store } from '../../shared/table/store.ts';

/** A new or changed rule holds from the next event after so long; a read per stored batch would cost more than the batch. */
const KEPT_MS = 5_000;
const MOST_TENANTS = 500;

/** Notification rules of tenants, read at most every few seconds by one running instance. */
export const rememberedRules = (store: Store, now: () => number) => {
  const kept = new Map<string, { readonly at: number; readonly rules: readonly NotificationRule[] }>();
  return async (tenant: string): Promise<readonly NotificationRule[]> => {
    const known = kept.get(tenant);
    if (known && now() - known.at < KEPT_MS) return known.rules;
    const rules = await listNotificationRules(store, tenant);
    if (kept.size >= MOST_TENANTS) kept.clear();
    kept.set(tenant, { at: now(), rules });
    return rules;
  };
};
