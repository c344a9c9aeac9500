import type { Kill } from '../rule-update/delivery/kill.ts';
import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState } from './state.ts';

/** The operator's, of each rule that is off. */
export const KILLED = 'rule-withdrawn';

/** A tenant's, of each of these that is assigned to something of its own. */
export const KILLED_HERE = 'assigned-rule-withdrawn';

export const killedTarget = (ruleID: number): string => `rule-${ruleID}`;

/** What is so with a rule that was taken off, in a sentence. */
export const killedReason = ({ ID, version, reason }: Pick<Kill, 'ID' | 'version' | 'reason'>): string =>
  `Rule ${ID}${version === undefined ? '' : `, as version ${version} of the rules has it,`} is taken off every host: ${reason}`;

/**
 * What the operator's alert of a rule taken off becomes. `reason`: why it is off, if it is. `now`: when it was taken
 * off, or when it is found to be off no more; epoch ms.
 */
export const killedAlert = (
  current: AlertState | undefined,
  ruleID: number,
  reason: string | undefined,
  now: number,
): AlertState | undefined => {
  if (reason === undefined) return clear(current, now);
  const occurrence = { cause: `kill-${now}`, first: now, last: now, count: 1, blocked: 0, sources: [] };
  return raise(current, KILLED, killedTarget(ruleID), { ruleID, reason }, occurrence, now)?.alert;
};
