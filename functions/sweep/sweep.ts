import { type PublishedItem, readPublished } from '../../shared/table/entities/rules/rule-catalogue.ts';
import type { RuleKillsItem } from '../../shared/table/entities/rules/rule-kills.ts';
import { everyTenant } from '../../shared/table/every-tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import { planeBack } from './away.ts';
import { checkConfiguration } from './check-configuration.ts';
import type { SweepDeps } from './deps.ts';
import { eraseTenant } from './erase-tenant.ts';
import { warnOfExpiry } from './expiring-logs.ts';
import { followRules } from './follow-rules.ts';
import { markSilent } from './mark-silent.ts';
import { askOngoingScans } from './ongoing-scans.ts';
import { resendJobs } from './resend-jobs.ts';
import { resendOrder } from './resend-order.ts';
import { resendTasks } from './resend-tasks.ts';
import { scheduledExports } from './scheduled-exports.ts';
import { settleAlerts } from './settle-alerts.ts';
import { mendKillAlerts, settleKills } from './settle-kills.ts';
import { settleUpdates } from './settle-updates.ts';

/** Enough to finish a step and write down where to go on, in ms. */
const RESERVE = 20_000;

/**
 * Looks at every tenant: silent hosts, orders without a worker, contents behind, alerts out of step. Failures are
 * thrown at the end, for the alarm. `remaining`: ms left.
 */
export const sweep = async (deps: SweepDeps, remaining: () => number): Promise<void> => {
  const { store, now, logger } = deps;
  const hasTime = (): boolean => remaining() > RESERVE;
  const back = await planeBack(deps);
  const published = await readPublished(store);
  const kills = await mendKillAlerts(deps);
  const failures: unknown[] = [];
  const failed = (tenant: string, error: unknown): void => {
    logger.error('sweep failed', { tenant, error: error as Error });
    failures.push(error);
  };
  await everyTenant({ store, now, position: keys.sweepPosition, hasTime, failed }, ({ guid, tenantState }) =>
    tenantState === 'pending-deletion'
      ? eraseTenant(deps, guid, hasTime)
      : sweepTenant(deps, guid, { back, published, kills, runs: mayRun.has(tenantState) }, hasTime),
  );
  if (failures.length > 0)
    throw new AggregateError(failures, `the sweep failed for ${failures.length} tenants`);
};

/** In these states what a tenant set up to happen by itself happens. */
const mayRun: ReadonlySet<string> = new Set(['active', 'restricted']);

interface Around {
  readonly back: number;
  readonly published: PublishedItem | undefined;
  readonly kills: RuleKillsItem | undefined;
  readonly runs: boolean;
}

const sweepTenant = async (
  deps: SweepDeps,
  tenant: string,
  { back, published, kills, runs }: Around,
  hasTime: () => boolean,
): Promise<void> => {
  await resendOrder(deps, tenant);
  await resendTasks(deps, tenant);
  await resendJobs(deps, tenant);
  await scheduledExports(deps, tenant);
  await warnOfExpiry(deps, tenant);
  await followRules(deps, tenant, published);
  await settleKills(deps, tenant, kills);
  await checkConfiguration(deps, tenant);
  const marked = await markSilent(deps, tenant, back, hasTime);
  if (!marked) return;
  await settleAlerts(deps, tenant, marked, hasTime);
  await settleUpdates(deps, tenant, marked, hasTime);
  if (runs) await askOngoingScans(deps, tenant, hasTime);
};
