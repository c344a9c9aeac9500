import type { Reason } from '../../../shared/domain/rule-update/feed/tally.ts';
import type { Imported } from '../import-sources.ts';

export interface LocalOutcome extends Imported {
  readonly from: string;
  readonly version: number;
  readonly seconds: number;
  readonly peakMemoryMB: number;
}

/** The report of an import for programs. */
export const jsonReport = (outcome: LocalOutcome) => ({
  from: outcome.from,
  version: outcome.version,
  published: outcome.written !== undefined,
  failures: outcome.failures,
  ...outcome.report,
  byCVE: byCVE(outcome),
  licences: outcome.sources.map(({ name, licences }) => ({ source: name, licences })),
  seconds: Number(outcome.seconds.toFixed(2)),
  peakMemoryMB: Math.round(outcome.peakMemoryMB),
});

/** Ids of rules by CVE. */
const byCVE = ({ rules }: LocalOutcome): Record<string, number[]> => {
  const found = new Map<string, number[]>();
  for (const { ID, CVE } of rules) for (const cve of CVE) found.set(cve, [...(found.get(cve) ?? []), ID]);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The same for people. */
export const printed = (outcome: LocalOutcome): string => {
  const { report, failures, sources } = outcome;
  const { prevent, detect, 'detect-only': detectOnly } = report.byBehaviour;
  return [
    `${outcome.from}: ${outcome.written ? `version ${outcome.version}, published` : `nothing changed, version ${outcome.version} stays`}`,
    ...failures.map(({ message }) => `  FAILED: ${message}`),
    `  read ${report.read}, accepted ${report.accepted}, usable ${report.usable}, switched off by their publisher ${report.switchedOff}`,
    `  refused ${report.refused.count}${listed(report.refused.reasons)}`,
    `  not supported yet ${report.unsupported.count}${listed(report.unsupported.reasons)}`,
    `  added ${report.added}, changed ${report.changed}, removed ${report.removed}, newly supported ${report.newlySupported}`,
    `  for ${report.CVEs} CVEs: ${report.withCVE} rules`,
    `  prevent ${prevent}, detect ${detect}, detect only ${detectOnly}; firing on ordinary traffic ${report.firing}`,
    ...sources.map(({ name, licences }) => `  licence of ${name}: ${licences.join(', ') || 'none is named'}`),
    `  ${outcome.seconds.toFixed(1)} s, ${Math.round(outcome.peakMemoryMB)} MB at most`,
  ].join('\n');
};

const MOST_SHOWN = 20;

const listed = (reasons: readonly Reason[]): string =>
  reasons
    .slice(0, MOST_SHOWN)
    .map(({ reason, count }) => `\n    ${String(count).padStart(6)}  ${reason}`)
    .join('');
