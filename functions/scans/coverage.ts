import { accept } from '../../shared/domain/outcome.ts';
import { type EffectivePolicy, effectiveOf } from '../../shared/domain/policy/effective.ts';
import { coverOf } from '../../shared/domain/recommendation/coverage.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { computersInReach } from '../../shared/http/reach.ts';
import { loadTree } from '../../shared/levels/tree.ts';
import { scanRoutes } from '../../shared/schema/routes/scans.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { readComputerOverrides } from '../../shared/table/entities/computer/computer-overrides.ts';
import {
  readTenantCatalogue,
  type TenantCatalogue,
} from '../../shared/table/entities/rules/tenant-catalogue.ts';
import { listExposures } from '../../shared/table/entities/scan/exposure.ts';
import type { ScanDeps } from './deps.ts';
import { loadResult } from './results.ts';

/** Computers of one page; each costs two reads. */
const PAGE = 100;

/** Which CVEs a computer is open to, by its last scan, and what covers them now. */
export const describeComputerCoverage = (deps: ScanDeps): Handler =>
  on(scanRoutes.describeComputerCoverage, async ({ caller, params }) => {
    const { computerID } = params;
    const loaded = await loadResult(deps, caller.tenantID, computerID);
    if (!loaded.ok) return loaded;
    const { detail, view, policy } = loaded.value;
    const rulesAbout = rulesByCve(await readTenantCatalogue(deps.store, caller.tenantID, deps.catalogue));
    const CVEs = detail.exposures.map((exposure) => {
      const rules = rulesAbout(exposure.CVE);
      return { ...exposure, cover: coverOf(rules, policy), ruleIDs: rules.map(({ ID }) => ID) };
    });
    const counts: Record<string, number> = {};
    for (const { cover } of CVEs) counts[cover] = (counts[cover] ?? 0) + 1;
    const { recommendationScanStatus, lastRecommendationScanDate } = view;
    return accept({
      computerID,
      recommendationScanStatus,
      ...(lastRecommendationScanDate !== undefined && { lastRecommendationScanDate }),
      counts,
      CVEs,
    });
  });

/** Which computers are open to a CVE: a look into what scans wrote for it, whatever the number of hosts. */
export const describeCveCoverage = (deps: ScanDeps): Handler =>
  on(scanRoutes.describeCveCoverage, async ({ caller, params, query }) => {
    const { store } = deps;
    const { tenantID: tenant } = caller;
    const { CVE } = params;
    const [page, tree, catalogue, inReach] = await Promise.all([
      listExposures(store, tenant, CVE, {
        limit: PAGE,
        ...(query.after?.startsWith(`${CVE}#`) && { after: query.after }),
      }),
      loadTree(store, tenant),
      readTenantCatalogue(store, tenant, deps.catalogue),
      computersInReach(store, caller),
    ]);
    const rules = rulesByCve(catalogue)(CVE);
    const seen = page.items.filter(({ ID }) => inReach(ID));
    const computers = await Promise.all(
      seen.map(async ({ ID, status, package: name, version, fixedIn, advisory }) => {
        const [computer, own] = await Promise.all([
          readComputer(store, tenant, ID),
          readComputerOverrides(store, tenant, ID),
        ]);
        // Deleted since: what scans wrote of it goes soon, too.
        if (!computer) return [];
        const above = tree.chain(computer.policyID);
        const policy: EffectivePolicy = effectiveOf(own ? [own, ...above] : above);
        return [
          {
            computerID: ID,
            computerName: computer.displayName || computer.hostName,
            ...{ status, package: name, version, fixedIn, advisory },
            cover: coverOf(rules, policy),
          },
        ];
      }),
    );
    return accept({
      CVE,
      ruleIDs: rules.map(({ ID }) => ID),
      computers: computers.flat(),
      ...(page.next !== undefined && { next: page.next }),
    });
  });

const rulesByCve = (catalogue: TenantCatalogue) => {
  const byCve = Map.groupBy(
    catalogue.rules.flatMap((rule) => rule.CVE.map((CVE) => ({ CVE, rule }))),
    ({ CVE }) => CVE,
  );
  return (CVE: string) => (byCve.get(CVE) ?? []).map(({ rule }) => rule);
};
