import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState } from './state.ts';

export const KILLED = 'rule-withdrawn';

/** What the operator's alert of a rule taken off becomes. `reason`: why it is off, if it is. */
export const killedAlert = (
  current: AlertState | undefined,
  ruleID: number,
  reason: string | undefined,
  now: number,
): AlertState | undefined => {
  if (reason === undefined) return clear(current, now);
  const occurrence = { cause: `kill-${now}`, first: now, last: now, count: 1, blocked: 0, sources: [] };
  return raise(current, KILLED, `rule-${ruleID}`, { ruleID, reason }, occurrence, now)?.alert;
};
