import { computerTarget, UNREACHABLE } from '../../shared/domain/alert/presence.ts';
import { stillStands } from '../../shared/domain/alert/standing.ts';
import { behindSince, NOT_RECEIVING, overdueReason } from '../../shared/domain/alert/updates-overdue.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { eachAlert, readAlert } from '../../shared/table/entities/alert/alert.ts';
import { settleStanding } from '../../shared/table/entities/alert/standing-alert.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { readConfigurationMark } from '../../shared/table/entities/policy/configuration-mark.ts';
import { readTenantRules, type TenantRulesItem } from '../../shared/table/entities/rules/tenant-rules.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';
import type { BeatingHost, Marked } from './mark-silent.ts';
import { isTurnOf } from './turn.ts';

/** One look reads and changes no more than so many computers; the next one goes on. */
const MOST_SETTLED = 500;

/**
 * Raises an alert of each host that beats and does not come to run the rules that its tenant is on, and ends those of
 * hosts that do. Silent hosts keep what stands: their own alert tells of them. Once an hour for a tenant.
 */
export const settleUpdates = async (
  { store, now }: Pick<SweepDeps, 'store' | 'now'>,
  tenant: string,
  { beating, offline, fresh }: Marked,
  hasTime: () => boolean,
): Promise<void> => {
  const at = now();
  if (!isTurnOf(tenant, at)) return;
  const [rules, mark] = [await readTenantRules(store, tenant), await readConfigurationMark(store, tenant)];
  // While contents are still being made from a version, no host can have it.
  if (!rules || !mark || mark.asked !== mark.compiled) return;
  const standing = new Set<number>();
  for await (const alert of eachAlert(store, tenant, NOT_RECEIVING)) {
    if (stillStands(alert) && alert.subject.computerID !== undefined) standing.add(alert.subject.computerID);
  }
  const behind = beating.filter((host) => host.rules?.version !== rules.applied.version);
  const late = new Set(behind.map(({ ID }) => ID));
  const isThere = (ID: number): boolean => late.has(ID) || offline.has(ID) || fresh.has(ID);
  const better = [...standing].filter((ID) => !isThere(ID));
  for (const ID of better.slice(0, MOST_SETTLED)) {
    if (!hasTime()) return;
    await settleStanding(store, tenant, NOT_RECEIVING, computerTarget(ID), undefined, at);
  }
  for (const host of behind.filter(({ ID }) => !standing.has(ID)).slice(0, MOST_SETTLED)) {
    if (!hasTime()) return;
    await settleHost(store, tenant, host, rules, at);
  }
};

const settleHost = async (
  store: Store,
  tenant: string,
  { ID, rules: runs }: BeatingHost,
  { applied, history }: TenantRulesItem,
  at: number,
): Promise<void> => {
  const computer = await readComputer(store, tenant, ID);
  if (!computer) return;
  const since = behindSince(runs, history, computer.activated);
  const away = await readAlert(store, tenant, UNREACHABLE, computerTarget(ID));
  const reason = overdueReason(since, away?.ended ?? 0, runs, applied.version, at);
  if (reason === undefined) return;
  const computerName = plainLine(computer.displayName || computer.hostName || `Computer ${ID}`);
  const subject = { computerID: ID, computerName, reason };
  await settleStanding(store, tenant, NOT_RECEIVING, computerTarget(ID), subject, at);
};
