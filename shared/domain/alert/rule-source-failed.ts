import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState } from './state.ts';

export const SOURCE_FAILED = 'rule-update-failed';

/** What the operator's alert of a source of rules becomes after the import that began at `now`. `reason`: why it failed, if it did. */
export const sourceAlert = (
  current: AlertState | undefined,
  source: string,
  reason: string | undefined,
  now: number,
): AlertState | undefined => {
  if (reason === undefined) return clear(current, now);
  const occurrence = { cause: `import-${now}`, first: now, last: now, count: 1, blocked: 0, sources: [] };
  const raised = raise(current, SOURCE_FAILED, `source-${source}`, { reason }, occurrence, now)?.alert;
  // It says why the last import failed, not the first.
  return raised && { ...raised, subject: { reason } };
};
