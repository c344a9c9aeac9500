import type { Applied } from '../../shared/domain/recommendation/apply.ts';
import {
  isRecommended,
  type RuleOutcome,
  type ScanResult,
} from '../../shared/domain/recommendation/decide.ts';
import type { ScanDetail } from '../../shared/table/entities/scan/scan-detail.ts';

/** A host that is open to more has other worries than a list; the worst it costs is that coverage misses some. */
const MOST_EXPOSURES = 5000;
const MOST_OUTCOMES = 4000;

/** What people are shown of a scan: of rules that are neither needed nor assigned only how many there are. */
export const detailOf = (
  { rules, exposures }: ScanResult,
  assigned: readonly number[],
  skipped: Applied['skipped'],
): ScanDetail => {
  const isAssigned = new Set(assigned);
  const told = rules.filter(
    (rule) =>
      isRecommended(rule) || isTold(rule) || (isAssigned.has(rule.ruleID) && rule.status !== 'not-judged'),
  );
  const counts: Record<string, number> = {};
  for (const { status } of rules) counts[status] = (counts[status] ?? 0) + 1;
  return {
    rules: told.slice(0, MOST_OUTCOMES).map((rule) => ({ ...rule })),
    counts,
    exposures: [...exposures]
      .flatMap(([CVE, { status, ...rest }]) =>
        status === 'affected' || status === 'unknown' ? [{ CVE, status, ...rest }] : [],
      )
      .slice(0, MOST_EXPOSURES),
    skipped: [...skipped].slice(0, MOST_OUTCOMES),
  };
};

const isTold = ({ status }: RuleOutcome): boolean => status === 'not-effective' || status === 'patched';
