import { type CatalogueVersion, catalogueAt } from '../../shared/domain/order/catalogue.ts';
import { monthFee } from '../../shared/domain/order/fee.ts';
import type { Holding } from '../../shared/domain/order/holding.ts';
import { monthOf, monthPeriod } from '../../shared/domain/order/local-date.ts';
import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { feeRoutes } from '../../shared/schema/routes/fees.ts';
import { listHoldings } from '../../shared/table/entities/order/holding.ts';
import { readMenuCatalogue } from '../../shared/table/entities/order/menu-catalogue.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { catalogueView } from './view.ts';

const together = refuse('invalid', 'quantity: give menu and quantity together, or neither.', 'invalid', {
  field: 'quantity',
});

/** What the month costs before it is closed, and what an order would make of it. */
export const currentFeeHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(feeRoutes.describeCurrentFee, async ({ caller, query, now }) => {
    const { menu, quantity } = query;
    if ((menu === undefined) !== (quantity === undefined)) return together;
    const [tenant, held, versions] = await Promise.all([
      readTenant(store, caller.tenantID),
      listHoldings(store, caller.tenantID),
      readMenuCatalogue(store),
    ]);
    if (!tenant) return missing('tenant');
    const wish = menu && quantity ? { menu, quantity } : undefined;
    const ordered = wish ? [...held, afterAll(held, wish, now)] : held;
    return accept({ ...feeNow(held, ordered, versions, tenant.timeZone, now) });
  }),

  on(feeRoutes.describeCatalogue, async ({ now }) =>
    accept(catalogueView(catalogueAt(await readMenuCatalogue(store), now))),
  ),
];

/** The holding that an order placed now would bring. */
const afterAll = (
  held: readonly Holding[],
  wish: Pick<Holding, 'menu' | 'quantity'>,
  now: number,
): Holding => ({
  ...wish,
  from: now,
  orderID: 1 + Math.max(0, ...held.slice(-1).map(({ orderID }) => orderID)),
});

const feeNow = (
  held: readonly Holding[],
  ordered: readonly Holding[],
  versions: readonly CatalogueVersion[],
  timeZone: string,
  now: number,
) => {
  const month = monthOf(now, timeZone);
  const period = monthPeriod(month, timeZone);
  const expected = monthFee(ordered, versions, period);
  return {
    month,
    ...period,
    timeZone,
    currency: expected.currency,
    soFar: monthFee(held, versions, { from: period.from, to: now + 1 }).amount,
    expected: expected.amount,
    parts: [...expected.parts].slice(0, 100),
    monthly: monthFee(ordered, versions, { from: period.to - 1, to: period.to }).amount,
  };
};
