import { fullAccess } from '../../shared/domain/access/role.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { isRecommended, type ScanResult } from '../../shared/domain/recommendation/decide.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { type ComputerItem, readComputer } from '../../shared/table/entities/computer/computer.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readScan, type ScanItem } from '../../shared/table/entities/scan/scan.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type LeftOver, settleAdvice } from './advice-alerts.ts';
import type { Application, Reported } from './scan.ts';

/** Who assigns rules by a scan, for the trail. */
export const scanner = (tenantID: string): TenantCaller => ({
  who: 'tenant',
  tenantID,
  role: fullAccess,
  by: { kind: 'system', name: 'System' },
});

/** Numbers and titles of events.md section 5. */
const EVENTS = {
  requested: [297, 'info', 'Recommendation Scan Requested'],
  cleared: [298, 'info', 'Recommendations Cleared'],
  completed: [300, 'info', 'Recommendation Scan Completed'],
  canceled: [355, 'info', 'Scan for Recommendations Canceled'],
  resolved: [780, 'info', 'Recommendation Scan Failure Resolved'],
  failed: [781, 'warning', 'Recommendation Scan Failure'],
  updated: [3506, 'info', 'Recommendations Updated'],
  implemented: [3507, 'info', 'Recommendations Implemented'],
  notImplemented: [3508, 'error', 'Recommendations Implementation Failed'],
  skipped: [3509, 'info', 'Recommendations Implementation Skipped'],
} as const;

/** One event of a scan; `cause` names the scan. */
export const scanEvent = (
  tenant: string,
  computer: ComputerItem,
  what: keyof typeof EVENTS,
  { cause, at, by, description }: { cause: number; at: number; by: string; description?: string },
) => {
  const [number, severity, title] = EVENTS[what];
  return systemEvent(tenant, {
    id: `scan-${computer.ID}-${number}-${cause}`,
    at,
    number,
    severity,
    title,
    ...(description !== undefined && { description }),
    actionBy: by,
    targetType: 'Computer',
    targetID: computer.ID,
    targetName: plainLine(computer.displayName || computer.hostName),
  });
};

interface Outcome {
  readonly before: ScanItem | undefined;
  readonly result: ScanResult;
  readonly advice: LeftOver;
  readonly applied: Application | undefined;
}

/** System events of a scan that has a result, and the alerts of what it leaves to people. */
export const recordResult = async (
  store: Store,
  { tenant, computerID, report, now }: Reported,
  outcome: Outcome,
): Promise<void> => {
  const computer = await readComputer(store, tenant, computerID);
  if (!computer) return;
  const cause = report.started;
  for (const [what, description] of told(outcome)) {
    await store.put(scanEvent(tenant, computer, what, { cause, at: now, by: 'Agent', description }));
  }
  await settleAdvice(store, tenant, computer, outcome.advice, {
    cause: `scan-${cause}`,
    now,
    changed: isChanged(outcome),
  });
};

const isChanged = ({ before, result }: Outcome): boolean => {
  const now = result.rules.filter(isRecommended).map(({ ruleID }) => ruleID);
  return now.join() !== (before?.recommended ?? []).join();
};

const told = (outcome: Outcome): (readonly [keyof typeof EVENTS, string])[] => {
  const { before, advice, applied } = outcome;
  const rest = `${advice.toAssign.length} to assign and ${advice.toUnassign.length} to take off are left to you.`;
  const events: (readonly [keyof typeof EVENTS, string])[] = [
    ['completed', `Intrusion prevention rules: ${rest}`],
  ];
  if (before?.problem !== undefined)
    events.push(['resolved', 'A scan for recommendations has a result again.']);
  if (isChanged(outcome)) events.push(['updated', 'What is recommended has changed since the scan before.']);
  if (applied?.refused !== undefined) events.push(['notImplemented', applied.refused]);
  else if (applied && applied.assigned.length + applied.unassigned.length > 0) {
    const numbers = `${applied.assigned.length} rules assigned, ${applied.unassigned.length} taken off.`;
    events.push(['implemented', numbers]);
  }
  if (applied?.refused === undefined && advice.toAssign.length + advice.toUnassign.length > 0) {
    events.push(['skipped', applied ? `By exclusion, need of configuration or your choice: ${rest}` : rest]);
  }
  return events;
};

/** The lists stay those of the last scan that had a result. */
export const recordFailure = async (
  store: Store,
  { tenant, computerID, report, now }: Reported,
  problem: string,
): Promise<void> => {
  const [computer, before] = await Promise.all([
    readComputer(store, tenant, computerID),
    readScan(store, tenant, computerID),
  ]);
  if (!computer) return;
  const { requested, started, finished } = report;
  const item: ScanItem = {
    ...(before ?? {
      ...keys.scan(tenant, computerID),
      kind: 'scan',
      tenant,
      ID: computerID,
      hash: '',
      recommended: [],
      unneeded: [],
      automatic: [],
      declined: [],
    }),
    revision: (before?.revision ?? 0) + 1,
    ...{ started, finished, problem: plainLine(problem, 300) },
    requested,
  };
  await store.put(item, before ? equals('revision', before.revision) : absent('pk'));
  const description = plainLine(problem, 300);
  await store.put(
    scanEvent(tenant, computer, 'failed', { cause: started, at: now, by: 'Agent', description }),
  );
};
