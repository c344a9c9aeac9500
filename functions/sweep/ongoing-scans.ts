import { effectiveOf } from '../../shared/domain/policy/effective.ts';
import type { Level } from '../../shared/domain/policy/level.ts';
import { ongoingScanDue, scanInterval } from '../../shared/domain/recommendation/ongoing.ts';
import { loadTree } from '../../shared/levels/tree.ts';
import { listComputerOverrides } from '../../shared/table/entities/computer/computer-overrides.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { listHosts } from '../../shared/table/entities/computer/host.ts';
import { requestHosts } from '../../shared/table/entities/computer/host-requests.ts';
import type { SweepDeps } from './deps.ts';
import { isTurnOf } from './turn.ts';

const INTERVAL = 'platformSettingRecommendationOngoingScansInterval';

/**
 * Asks the hosts whose policy or own settings say `recommendationScanMode` ongoing, when their scan is due (IPS-6). Once an
 * hour for a tenant; hosts are read only where some level says it, and a beat costs what it did.
 */
export const askOngoingScans = async (
  { store, now }: Pick<SweepDeps, 'store' | 'now'>,
  tenant: string,
  hasTime: () => boolean,
): Promise<void> => {
  const at = now();
  if (!isTurnOf(tenant, at)) return;
  const [tree, overrides] = await Promise.all([
    loadTree(store, tenant),
    listComputerOverrides(store, tenant),
  ]);
  const says = (level: Level) => level.recommendationScanMode === 'ongoing';
  if (![...tree.policies, ...overrides].some(says)) return;
  const own = new Map(overrides.map((level) => [level.ID, level]));
  const intervals = new Map<number, number>();
  const intervalOf = (chain: readonly Level[]): number => {
    const { recommendationScanMode, settings } = effectiveOf(chain);
    return recommendationScanMode === 'ongoing' ? scanInterval(settings?.[INTERVAL]) : 0;
  };
  const ofPolicy = (policyID: number): number => {
    const known = intervals.get(policyID) ?? intervalOf(tree.chain(policyID));
    intervals.set(policyID, known);
    return known;
  };
  const rows = await listComputerRows(store, tenant);
  const wanted = new Map(
    rows.map(({ ID, policyID }) => {
      const level = own.get(ID);
      return [ID, level ? intervalOf([level, ...tree.chain(policyID)]) : ofPolicy(policyID)] as const;
    }),
  );
  const hosts = await listHosts(store, tenant);
  const due = hosts.filter((host) => {
    const interval = wanted.get(host.ID) ?? 0;
    return interval > 0 && ongoingScanDue(host, interval, at);
  });
  if (!hasTime()) return;
  const IDs = due.map(({ ID }) => ID);
  await requestHosts(store, tenant, IDs, 'scan-for-recommendations', at);
};
