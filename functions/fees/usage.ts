import { dayOf, startOfDay } from '../../shared/domain/order/local-date.ts';
import { daysBetween, MOST_DAYS, type UsageDay, usageDays } from '../../shared/domain/order/usage-days.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { csvAnswer, wantedFormat } from '../../shared/http/export.ts';
import { feeRoutes } from '../../shared/schema/routes/fees.ts';
import { listHoldings } from '../../shared/table/entities/order/holding.ts';
import { readSubscription, type SubscriptionItem } from '../../shared/table/entities/order/subscription.ts';
import { listUsageDays } from '../../shared/table/entities/order/usage-day.ts';
import {
  readTenant,
  type TenantEntryItem,
  type TenantItem,
} from '../../shared/table/entities/tenant/tenant.ts';
import type { Store } from '../../shared/table/store.ts';
import { usageDayColumns } from './tables.ts';

const DAY = 24 * 3_600_000;
const DEFAULT_DAYS = 31;

type Asked = { readonly from?: string | undefined; readonly to?: string | undefined };

export interface Usage {
  readonly subscription: SubscriptionItem | undefined;
  readonly days: readonly UsageDay[];
}

/** What was ordered and in use, day by day (ORD-9: usage beyond the order would show here). */
export const usageHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(feeRoutes.listUsageDays, async ({ caller, query, now, request }) => {
    const tenant = await readTenant(store, caller.tenantID);
    const usage = tenant ? await readUsage(store, tenant, query, now) : missing('tenant');
    if (!usage.ok) return usage;
    return accept(
      wantedFormat(request, ['csv']) === 'csv'
        ? csvAnswer(usageDayColumns, usage.value.days)
        : { days: [...usage.value.days] },
    );
  }),

  on(feeRoutes.listOperatorUsageDays, async ({ params, query, now, request }) => {
    const tenant = await readTenant(store, params.tenantID);
    const usage = tenant ? await readUsage(store, tenant, query, now) : missing('tenant');
    if (!usage.ok) return usage;
    return accept(
      wantedFormat(request, ['csv']) === 'csv'
        ? csvAnswer(usageDayColumns, usage.value.days)
        : { days: [...usage.value.days] },
    );
  }),
];

/** The days of a tenant that were asked for; days to come are not among them. */
export const readUsage = async (
  store: Store,
  { guid, timeZone }: Pick<TenantItem | TenantEntryItem, 'guid' | 'timeZone'>,
  asked: Asked,
  now: number,
): Promise<Outcome<Usage>> => {
  const today = dayOf(now, timeZone);
  const to = asked.to === undefined || asked.to > today ? today : asked.to;
  const from = asked.from ?? dayOf(startOfDay(to, timeZone) - (DEFAULT_DAYS - 1) * DAY, timeZone);
  if (from > to) return late;
  const days = daysBetween(from, to);
  if (days.at(-1) !== to) return tooLong;
  const [subscription, seats, holdings] = await Promise.all([
    readSubscription(store, guid),
    listUsageDays(store, guid, from, to),
    listHoldings(store, guid),
  ]);
  return accept({
    subscription,
    days: usageDays(days, seats, subscription?.activated ?? 0, holdings, timeZone),
  });
};

const late = refuse('invalid', 'from: must not be later than to or today.', 'invalid', { field: 'from' });
const tooLong = refuse('invalid', `from: ask for at most ${MOST_DAYS} days at once.`, 'invalid', {
  field: 'from',
});
