import { accept } from '../../shared/domain/outcome.ts';
import { effectiveOf } from '../../shared/domain/policy/effective.ts';
import type { AdvisoryIndex } from '../../shared/domain/recommendation/advisory-index.ts';
import { type Applied, applyRecommendations } from '../../shared/domain/recommendation/apply.ts';
import {
  decide,
  isRecommended,
  isUnneeded,
  type ScanResult,
} from '../../shared/domain/recommendation/decide.ts';
import { ecosystemOf, type Inventory } from '../../shared/domain/recommendation/inventory.ts';
import {
  adviceOf,
  appliesByItself,
  leftToPeople,
  newTypesOf,
} from '../../shared/domain/recommendation/left-to-people.ts';
import { mayCall } from '../../shared/domain/tenant/state.ts';
import { computerOwner } from '../../shared/levels/computer-owner.ts';
import { chainOfLevel, type OwnedLevel } from '../../shared/levels/owner.ts';
import { saveComputer } from '../../shared/levels/save-computer.ts';
import type { InventoryReport } from '../../shared/schema/agent/inventory.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import {
  readTenantCatalogue,
  type TenantCatalogue,
} from '../../shared/table/entities/rules/tenant-catalogue.ts';
import { writeExposures } from '../../shared/table/entities/scan/exposure.ts';
import { readScan, type ScanItem } from '../../shared/table/entities/scan/scan.ts';
import { fitted, readScanDetail, scanDetailItem } from '../../shared/table/entities/scan/scan-detail.ts';
import { readTenantStanding } from '../../shared/table/entities/tenant/tenant-standing.ts';
import { keys } from '../../shared/table/keys.ts';
import type { ScanDeps } from './deps.ts';
import { detailOf } from './detail.ts';
import { recordResult, scanner } from './record.ts';

/** One report of one host. `now`: epoch ms of the plane. */
export interface Reported {
  readonly tenant: string;
  readonly computerID: number;
  readonly report: Omit<InventoryReport, 'inventory'>;
  readonly now: number;
}

/** Judges every rule for a host, keeps what came of it, and assigns by it where the computer's settings say so. */
export const scan = async (deps: ScanDeps, reported: Reported, inventory: Inventory): Promise<void> => {
  const { store } = deps;
  const { tenant, computerID } = reported;
  const level = await computerOwner(deps).read(tenant, computerID);
  if (!level.ok) return;
  const index = await deps.readIndex(ecosystemOf(inventory.os));
  const [catalogue, before, detail] = await Promise.all([
    readTenantCatalogue(store, tenant, deps.catalogue),
    readScan(store, tenant, computerID),
    readScanDetail(store, tenant, computerID),
  ]);
  const result = decide(inventory, catalogue, index);
  const finding: Finding = { reported, result, catalogue, before };
  const applied = await keepAndApply(deps, finding, level.value, index);
  const fresh = fitted(detailOf(result, assignedOf(level.value), applied?.skipped ?? []));
  await writeExposures(store, tenant, computerID, detail?.exposures ?? [], fresh.exposures);
  await store.put(scanDetailItem(tenant, computerID, reported.report.hash, fresh));
  const after = await computerOwner(deps).read(tenant, computerID);
  const policy = effectiveOf(chainOfLevel(after.ok ? after.value : level.value));
  const ruleOf = (ID: number) => catalogue.rule(ID);
  const advice = adviceOf(itemOf(finding, level.value, index), policy, ruleOf);
  const newTypes = newTypesOf(advice, policy, ruleOf);
  await recordResult(store, reported, { before, result, advice: { ...advice, newTypes }, applied });
};

export interface Finding {
  readonly reported: Reported;
  readonly result: ScanResult;
  readonly catalogue: TenantCatalogue;
  readonly before: ScanItem | undefined;
}

/** What became of the recommendations; undefined: they are left to people. */
export type Application =
  | (Applied & { readonly refused?: undefined })
  | { readonly refused: string; readonly skipped: Applied['skipped'] };

/**
 * Rules and the memory of who assigned them are written together: a rule that was assigned without the memory of it
 * would never be taken off again.
 */
const keepAndApply = async (
  deps: ScanDeps,
  finding: Finding,
  level: OwnedLevel,
  index: AdvisoryIndex | undefined,
): Promise<Application | undefined> => {
  const { tenant, computerID, now } = finding.reported;
  const { before } = finding;
  const put = (item: ScanItem) => ({
    put: item,
    if: before ? equals('revision', before.revision) : absent('pk'),
  });
  let refused: string | undefined;
  // A suspended tenant's hosts stay protected as they are (ORD-9): what was found is kept, and nothing changes.
  const mayChange = mayCall(await readTenantStanding(deps.store, tenant), true).ok;
  if (mayChange && appliesByItself(effectiveOf(chainOfLevel(level)))) {
    let applied = applyTo(level, finding);
    if (applied.assigned.length + applied.unassigned.length > 0) {
      const saved = await saveComputer(
        deps,
        { caller: scanner(tenant), now },
        computerID,
        (current, item) => {
          applied = applyTo(current, finding);
          const own = { ...current.own, ipsRuleIDs: applied.own };
          const kept = { ...itemOf(finding, current, index), ...memoryOf(applied) };
          return accept({ item, own, also: [put(kept)] });
        },
      );
      if (saved.ok) return applied;
      refused = saved.message;
    } else {
      await deps.store.transact([put({ ...itemOf(finding, level, index), ...memoryOf(applied) })]);
      return applied;
    }
  }
  await deps.store.transact([put(itemOf(finding, level, index))]);
  return refused === undefined ? undefined : { refused, skipped: [] };
};

const assignedOf = (level: OwnedLevel): readonly number[] => effectiveOf(chainOfLevel(level)).ipsRuleIDs;

const applyTo = (level: OwnedLevel, { result, catalogue, before }: Finding): Applied => {
  const policy = effectiveOf(chainOfLevel(level));
  return applyRecommendations({
    recommended: result.rules.filter(isRecommended).map(({ ruleID }) => ruleID),
    unneeded: result.rules.filter(isUnneeded).map(({ ruleID }) => ruleID),
    own: level.own.ipsRuleIDs,
    above: effectiveOf(level.above).ipsRuleIDs,
    memory: before ?? { automatic: [], declined: [] },
    leftToPeople: (ID) => leftToPeople(policy, catalogue.rule(ID)),
    dependenciesOf: (ID) => catalogue.rule(ID)?.dependsOnRuleIDs ?? [],
  });
};

const memoryOf = ({ memory }: Applied) => ({
  automatic: [...memory.automatic],
  declined: [...memory.declined],
});

/** The memory stays as it was until something is applied. */
const itemOf = (
  { reported, result, before }: Finding,
  level: OwnedLevel,
  index: AdvisoryIndex | undefined,
): ScanItem => {
  const { tenant, computerID, report, now } = reported;
  const assigned = new Set(assignedOf(level));
  return {
    ...keys.scan(tenant, computerID),
    kind: 'scan',
    tenant,
    ID: computerID,
    revision: (before?.revision ?? 0) + 1,
    decided: now,
    requested: report.requested,
    started: report.started,
    finished: report.finished,
    hash: report.hash,
    ...(index && { ecosystem: index.ecosystem }),
    recommended: result.rules.filter(isRecommended).map(({ ruleID }) => ruleID),
    unneeded: result.rules
      .filter((rule) => isUnneeded(rule) && assigned.has(rule.ruleID))
      .map(({ ruleID }) => ruleID),
    automatic: before?.automatic ?? [],
    declined: before?.declined ?? [],
  };
};
