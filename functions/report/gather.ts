import { severityOf } from '../../shared/domain/alert/settings.ts';
import { catalogueFor } from '../../shared/domain/ips/catalogue/index.ts';
import { alertTitle } from '../../shared/domain/report/alert-titles.ts';
import { alertReport } from '../../shared/domain/report/alerts.ts';
import { computerReport, type ReportedComputer, usageReport } from '../../shared/domain/report/computers.ts';
import type { ReportDocument } from '../../shared/domain/report/document.ts';
import type { Frame } from '../../shared/domain/report/frame.ts';
import { recommendationReport } from '../../shared/domain/report/recommendations.ts';
import { type AskedComputers, nameOfRow } from '../../shared/http/asked-computers.ts';
import { type AlertItem, eachAlert } from '../../shared/table/entities/alert/alert.ts';
import { listHosts } from '../../shared/table/entities/computer/host.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import { listPolicies } from '../../shared/table/entities/policy/policy.ts';
import type { ReportItem } from '../../shared/table/entities/report/report.ts';
import { scanItem } from '../../shared/table/entities/scan/scan.ts';
import { partitions } from '../../shared/table/keys.ts';
import type { ReportDeps } from './deps.ts';
import { gatherPackets, gatherSystemEvents } from './gather-events.ts';

/** Reads what a report is about, once; what comes back writes it in any reader's language. */
export type Gather = (
  deps: ReportDeps,
  item: ReportItem,
  scope: AskedComputers,
) => Promise<(frame: Frame) => ReportDocument>;

const MOST_ALERTS = 50_000;

const gatherAlerts: Gather = async ({ store }, { tenant, from, to }, scope) => {
  const found: (AlertItem & { state: Exclude<AlertItem['state'], 'off'> })[] = [];
  for await (const alert of eachAlert(store, tenant)) {
    const { state } = alert;
    // Of a type that is switched off there is nothing to see.
    if (state === 'off') continue;
    const { computerID } = alert.subject;
    const seen = computerID === undefined ? scope.whole : scope.sees(computerID);
    const within = alert.raised < to && (alert.raised >= from || alert.state === 'raised');
    if (seen && within) found.push({ ...alert, state });
    if (found.length === MOST_ALERTS) break;
  }
  return (frame) =>
    alertReport(
      frame,
      found.map(({ type, severity, state, raised, subject, count }) => ({
        title: alertTitle(type, frame.language),
        severity: severityOf({ type, severity }),
        ...{ state, raised, count },
        subject: subject.computerName ?? subject.policyName ?? subject.ruleName ?? '',
      })),
    );
};

const readComputers = async (
  { store }: ReportDeps,
  tenant: string,
  { rows }: AskedComputers,
): Promise<readonly ReportedComputer[]> => {
  const [hosts, policies, groups] = await Promise.all([
    listHosts(store, tenant),
    listPolicies(store, tenant),
    listObjects(store, tenant, 'computergroups'),
  ]);
  const hostOf = new Map(hosts.filter(({ gone }) => !gone).map((host) => [host.ID, host]));
  const policyOf = new Map(policies.map(({ ID, name }) => [ID, name]));
  const groupOf = new Map(groups.map(({ ID, members }) => [ID, String(members.name ?? '')]));
  return rows.map((row) => {
    const host = hostOf.get(row.ID);
    const [firewall, ips] = host?.modules?.split('/') ?? [];
    return {
      ID: row.ID,
      name: nameOfRow(row),
      platform: row.platform,
      agentVersion: row.agentVersion,
      policy: policyOf.get(row.policyID) ?? '',
      group: groupOf.get(row.groupID) ?? '',
      status: host ? (host.offline ? 'offline' : 'online') : 'unmanaged',
      ...(firewall !== undefined && { firewall }),
      ...(ips !== undefined && { ips }),
      ...(host && { seen: host.seen, activated: row.activated }),
    };
  });
};

const gatherComputers: Gather = async (deps, { tenant }, scope) => {
  const computers = await readComputers(deps, tenant, scope);
  return (frame) => computerReport(frame, computers);
};

const gatherUsage: Gather = async (deps, { tenant, from, to }, scope) => {
  const computers = await readComputers(deps, tenant, scope);
  return (frame) => usageReport({ ...frame, period: frame.period ?? { from, to } }, computers);
};

const gatherRecommendations =
  (byName: boolean): Gather =>
  async ({ store, catalogue }, { tenant }, { rows }) => {
    const [scans, known, own] = await Promise.all([
      store.queryAll(partitions.scans(tenant), scanItem),
      catalogueFor(catalogue, tenant),
      listObjects(store, tenant, 'intrusionpreventionrules'),
    ]);
    const ownNames = new Map(own.map(({ ID, members }) => [ID, String(members.name ?? '')]));
    const name = (ID: number): string => ownNames.get(ID) ?? known.rule(ID)?.name ?? `#${ID}`;
    const scanOf = new Map(scans.map((scan) => [scan.ID, scan]));
    const reported = rows.map((row) => {
      const scan = scanOf.get(row.ID);
      return {
        computer: nameOfRow(row),
        ...(scan?.decided !== undefined && { scanned: scan.decided }),
        failed: scan?.problem !== undefined,
        recommended: (scan?.recommended ?? []).map(name),
        unneeded: (scan?.unneeded ?? []).map(name),
      };
    });
    return (frame) => recommendationReport(frame, reported, byName);
  };

/** By template: how what it needs is read, and whether it is of a period or of the moment. */
export const gathers: Readonly<Record<number, { readonly gather: Gather; readonly timed: boolean }>> = {
  1: { gather: gatherAlerts, timed: true },
  2: { gather: gatherPackets('attack'), timed: true },
  3: { gather: gatherComputers, timed: false },
  4: { gather: gatherRecommendations(true), timed: false },
  5: { gather: gatherPackets('firewall'), timed: true },
  7: { gather: gatherPackets('ips'), timed: true },
  8: { gather: gatherRecommendations(true), timed: false },
  9: { gather: gatherRecommendations(false), timed: false },
  10: { gather: gatherUsage, timed: true },
  12: { gather: gatherSystemEvents, timed: true },
};
