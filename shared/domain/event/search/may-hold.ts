import { type BatchSummary, MOST_RULES, MOST_SOURCES } from '../summary.ts';
import type { EventTest } from './criterion.ts';
import type { Around } from './searched.ts';

const STOPPING = new Set(['block', 'reset', 'deny']);

/**
 * Whether a batch of that summary may hold an event for which the test holds. False only where that is certain: a list
 * at its bound may have lost the value that is asked for.
 */
export const mayHold = (test: EventTest, summary: BatchSummary, around: Around): boolean => {
  if (!test.positive) return true;
  const { field, fits, criterion } = test;
  switch (field) {
    case 'ruleID':
      return summary.ruleIDs.length >= MOST_RULES || summary.ruleIDs.some(fits);
    case 'CVE':
      return (
        summary.ruleIDs.length >= MOST_RULES ||
        fits([]) ||
        summary.ruleIDs.some((ruleID) => fits(around.CVEsOf(ruleID) ?? []))
      );
    case 'severity':
      return summary.severities.some(fits);
    case 'sourceIP':
      return summary.sources.length >= MOST_SOURCES || summary.sources.some(fits);
    case 'action':
      return summary.blocked > 0 || !STOPPING.has(criterion.choiceValue ?? '');
    default:
      return true;
  }
};
