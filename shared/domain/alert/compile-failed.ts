import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState, AlertSubject } from './state.ts';

export const COMPILE_FAILED = 'intrusion-prevention-rule-compilation-failed';

/**
 * What the alert of a configuration that does not compile becomes (IPS-11). The same reason again changes nothing, so
 * that what somebody dismissed stays dismissed; another reason is another raising. Undefined: nothing changes.
 */
export const compileAlert = (
  current: AlertState | undefined,
  target: string,
  subject: AlertSubject | undefined,
  now: number,
): AlertState | undefined => {
  if (!subject) return clear(current, now);
  if (current && current.state !== 'cleared' && current.subject.reason === subject.reason) return undefined;
  const occurrence = { cause: `compile-${now}`, first: now, last: now, count: 1, blocked: 0, sources: [] };
  return raise(clear(current, now) ?? current, COMPILE_FAILED, target, subject, occurrence, now)?.alert;
};
