import type { Logger } from '@aws-lambda-powertools/logger';
import { readMenuCatalogue } from '../../shared/table/entities/order/menu-catalogue.ts';
import { everyTenant } from '../../shared/table/every-tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import { type ClosingDeps, closeTenant } from './close-tenant.ts';

/** Enough to finish a month and write down where to go on, in ms. */
const RESERVE = 20_000;

/**
 * The closing run (ORD-7): every month of every tenant that has ended and is not closed yet becomes a statement. A
 * second run finds nothing left to do. A tenant that fails keeps no other waiting and is tried again by the next run;
 * the failure is thrown at the end, for the operator's alarm. `remaining`: ms left.
 */
export const closeMonths = async (
  deps: ClosingDeps & { readonly logger: Logger },
  remaining: () => number,
): Promise<void> => {
  const { store, now, logger } = deps;
  const hasTime = (): boolean => remaining() > RESERVE;
  const versions = await readMenuCatalogue(store);
  const failures: unknown[] = [];
  const failed = (tenant: string, error: unknown): void => {
    logger.error('closing failed', { tenant, error: error as Error });
    failures.push(error);
  };
  await everyTenant({ store, now, position: keys.billingPosition, hasTime, failed }, (tenant) =>
    closeTenant(deps, tenant, versions, hasTime),
  );
  if (failures.length > 0)
    throw new AggregateError(failures, `months of ${failures.length} tenants could not be closed`);
};
