import type * as z from 'zod';
import type { CatalogueVersion } from '../../shared/domain/order/catalogue.ts';
import { type Closed, chargeFor, type DueMonth, monthToClose } from '../../shared/domain/order/closing.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { feeRecords } from '../../shared/table/entities/order/fee-records.ts';
import { listHoldings } from '../../shared/table/entities/order/holding.ts';
import {
  type closedMonthItem,
  entryOf,
  newStatement,
  readClosed,
} from '../../shared/table/entities/order/statement.ts';
import type { TenantEntryItem } from '../../shared/table/entities/tenant/tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

export interface ClosingDeps {
  readonly store: Store;
  readonly now: () => number;
}

const worker = { kind: 'system', name: 'System' } as const;

/**
 * Closes every month of a tenant that has ended and is not closed yet, oldest first. Each month is one transaction
 * under the condition that the one before it is the last that was closed: whoever comes second, or again, writes
 * nothing. A month in which nothing was held is closed without a statement.
 */
export const closeTenant = async (
  { store, now }: ClosingDeps,
  tenant: TenantEntryItem,
  versions: readonly CatalogueVersion[],
  hasTime: () => boolean,
): Promise<void> => {
  let closed = await readClosed(store, tenant.guid);
  // Of a tenant that has a last closed month, most runs learn from it alone that there is nothing to do.
  if (closed && !monthToClose(undefined, closed, tenant.timeZone, now())) return;
  const holdings = await listHoldings(store, tenant.guid);
  while (hasTime()) {
    const due = monthToClose(holdings[0]?.from, closed, tenant.timeZone, now());
    if (!due) return;
    const charge = chargeFor(holdings, versions, due);
    const written = await store.transact([
      closing(tenant.guid, due, closed),
      ...(charge.partCount > 0 ? documents(newStatement(tenant, due, charge, now())) : []),
    ]);
    if (written.ok) {
      closed = { month: due.month, until: due.to };
      continue;
    }
    // Another run was faster: go on from where it came to.
    const found = await readClosed(store, tenant.guid);
    if (found?.month === closed?.month) throw new Error(`${due.month} has a statement, and is not closed`);
    closed = found;
  }
};

const closing = (tenant: string, due: DueMonth, before: Closed | undefined): Write => {
  const item: z.infer<typeof closedMonthItem> = {
    ...keys.closedMonth(tenant),
    kind: 'closed-month',
    month: due.month,
    until: due.to,
  };
  return { put: item, if: before ? equals('month', before.month) : absent('pk') };
};

const documents = (statement: ReturnType<typeof newStatement>): Write[] => [
  { put: statement, if: absent('pk') },
  { put: entryOf(statement), if: absent('pk') },
  ...feeRecords(statement, worker),
];
