import { accept } from '../../shared/domain/outcome.ts';
import { effectiveOf } from '../../shared/domain/policy/effective.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { computerOwner } from '../../shared/levels/computer-owner.ts';
import { chainOfLevel } from '../../shared/levels/owner.ts';
import { recommendationView } from '../../shared/levels/recommendations.ts';
import { type IpsBook, loadIpsBook } from '../../shared/levels/rule-book.ts';
import { scanRoutes } from '../../shared/schema/routes/scans.ts';
import { readAdvisories } from '../../shared/table/entities/scan/advisories.ts';
import { isCleared, readScan } from '../../shared/table/entities/scan/scan.ts';
import { readScanDetail, type ScanDetail } from '../../shared/table/entities/scan/scan-detail.ts';
import type { ScanDeps } from './deps.ts';

const nothing: ScanDetail = { rules: [], counts: {}, exposures: [], skipped: [] };

/** The last scan of a computer with what is known around it. */
export const loadResult = async (deps: ScanDeps, tenant: string, computerID: number) => {
  const { store } = deps;
  const [level, scan, detail, advisories, book] = await Promise.all([
    computerOwner(deps).read(tenant, computerID),
    readScan(store, tenant, computerID),
    readScanDetail(store, tenant, computerID),
    readAdvisories(store),
    loadIpsBook(store, tenant, deps.catalogue),
  ]);
  if (!level.ok) return level;
  const chain = chainOfLevel(level.value);
  const view = recommendationView({ scan, advisoriesChanged: advisories?.changed ?? 0 }, chain, book);
  return accept({ scan, detail: detail ?? nothing, view, policy: effectiveOf(chain), book });
};

export const describeRecommendations = (deps: ScanDeps): Handler =>
  on(scanRoutes.describeRecommendations, async ({ caller, params }) => {
    const { computerID } = params;
    const loaded = await loadResult(deps, caller.tenantID, computerID);
    if (!loaded.ok) return loaded;
    const { scan, detail, view, policy, book } = loaded.value;
    const shown = scan && !isCleared(scan) ? scan : undefined;
    const assigned = new Set(policy.ipsRuleIDs);
    return accept({
      computerID,
      ...view,
      ...(shown && { started: shown.started, finished: shown.finished }),
      ...(shown?.requested !== undefined && { requested: shown.requested }),
      ...(scan?.problem !== undefined && { problem: scan.problem }),
      ...(scan?.ecosystem !== undefined && { ecosystem: scan.ecosystem }),
      ...detail,
      rules: detail.rules.map((rule) => ({
        ...rule,
        ...named(rule.ruleID, book),
        assigned: assigned.has(rule.ruleID),
      })),
    });
  });

const named = (ID: number, book: IpsBook): { name?: string } => {
  const name = book.ipsRule(ID)?.name;
  return name === undefined ? {} : { name };
};
