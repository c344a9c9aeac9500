import * as z from 'zod';
import { listTenants } from '../../shared/table/entities/tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import { planeBack } from './away.ts';
import { checkConfiguration } from './check-configuration.ts';
import type { SweepDeps } from './deps.ts';
import { markSilent } from './mark-silent.ts';
import { resendOrder } from './resend-order.ts';
import { settleAlerts } from './settle-alerts.ts';

const positionItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('position'),
  after: z.string(),
});

/** Enough to finish a step and write down where to go on, in ms. */
const RESERVE = 20_000;
/** How often the place is written down ahead, in ms. */
const NOTE_EVERY = 5_000;

/**
 * Looks at every tenant: silent hosts, orders without a worker, contents behind, alerts out of step. When time runs out it writes
 * down the last tenant that it finished, and the next beat of the schedule goes on after that one. A tenant that
 * fails does not keep the others waiting; the failure is thrown at the end, for the alarm. Neither does one that ends
 * the function itself (time, memory): the place after it is written down before it is begun. `remaining`: ms left.
 */
export const sweep = async (deps: SweepDeps, remaining: () => number): Promise<void> => {
  const hasTime = (): boolean => remaining() > RESERVE;
  const start = (await deps.store.get(keys.sweepPosition, positionItem))?.after;
  const back = await planeBack(deps);
  const failures: unknown[] = [];
  let noted = Number.NEGATIVE_INFINITY;
  let done = start;
  let finished = true;
  for (const tenant of rotated(await tenantsOf(deps), start)) {
    if (!hasTime()) {
      finished = false;
      break;
    }
    if (deps.now() - noted >= NOTE_EVERY) {
      await goOnAfter(deps, tenant);
      noted = deps.now();
    }
    try {
      await sweepTenant(deps, tenant, back, hasTime);
    } catch (error) {
      deps.logger.error('sweep failed', { tenant, error: error as Error });
      failures.push(error);
    }
    done = tenant;
  }
  if (!finished && done !== undefined) await goOnAfter(deps, done);
  else await deps.store.remove(keys.sweepPosition);
  if (failures.length > 0)
    throw new AggregateError(failures, `the sweep failed for ${failures.length} tenants`);
};

const goOnAfter = async ({ store }: SweepDeps, after: string): Promise<void> => {
  const position: z.infer<typeof positionItem> = { ...keys.sweepPosition, kind: 'position', after };
  await store.put(position);
};

const sweepTenant = async (
  deps: SweepDeps,
  tenant: string,
  back: number,
  hasTime: () => boolean,
): Promise<void> => {
  await resendOrder(deps, tenant);
  await checkConfiguration(deps, tenant);
  const marked = await markSilent(deps, tenant, back, hasTime);
  if (marked) await settleAlerts(deps, tenant, marked, hasTime);
};

const tenantsOf = async ({ store }: SweepDeps): Promise<string[]> =>
  (await listTenants(store)).map((tenant) => tenant.guid).sort();

/** Those after the position first, then from the beginning up to it. */
const rotated = (tenants: readonly string[], after: string | undefined): string[] =>
  after === undefined
    ? [...tenants]
    : [...tenants.filter((tenant) => tenant > after), ...tenants.filter((tenant) => tenant <= after)];
