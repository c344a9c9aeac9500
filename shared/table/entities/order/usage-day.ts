import * as z from 'zod';
import { type Day, nextDay } from '../../../domain/order/local-date.ts';
import { absent, below } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { TRAIL_LIFE_SECONDS } from '../tenant/trail.ts';

/** A day of a tenant on which computers were activated or deactivated. Only such days have one. */
export const usageDayItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('usage-day'),
  tenant: z.string(),
  day: z.string(),
  /** Activated when the day began, and at its highest. */
  began: z.number(),
  highest: z.number(),
  expiresAt: z.number(),
});
export type UsageDayItem = z.infer<typeof usageDayItem>;

/**
 * Notes that the number of activated computers became another one. Told in the order of the changes, perhaps more
 * than once. Writes only what begins a day or is a new highest of it. `at` in epoch ms.
 */
export const noteActivated = async (
  store: Store,
  tenant: string,
  day: Day,
  { before, after, at }: { readonly before: number; readonly after: number; readonly at: number },
): Promise<void> => {
  const key = keys.usageDay(tenant, day);
  const found = await store.get(key, usageDayItem, { consistent: true });
  if (found && found.highest >= after) return;
  if (!found) {
    const item: UsageDayItem = {
      ...key,
      kind: 'usage-day',
      tenant,
      day,
      began: before,
      highest: Math.max(before, after),
      expiresAt: Math.floor(at / 1000) + TRAIL_LIFE_SECONDS,
    };
    if ((await store.put(item, absent('pk'))).ok) return;
  }
  await store.update(key, { set: { highest: after } }, usageDayItem, below('highest', after));
};

/** The days from `from` to `to` that have an item, and the first one after them. */
export const listUsageDays = async (
  store: Store,
  tenant: string,
  from: Day,
  to: Day,
): Promise<readonly UsageDayItem[]> => {
  const pk = partitions.usageDays(tenant);
  const sk = (day: Day): string => keys.usageDay(tenant, day).sk;
  const within = await store.queryAll(pk, usageDayItem, { between: [sk(from), sk(to)] });
  const after = await store.query(pk, usageDayItem, { between: [sk(nextDay(to)), sk('9999')], limit: 1 });
  return [...within, ...after.items];
};
