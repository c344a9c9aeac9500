import type { AlertType } from './catalogue.ts';
import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState, AlertSubject } from './state.ts';

/** The cause of an alert that stands for as long as something is so, kept with it while that is so. */
export const STANDING = 'standing';

/** Whether the cause of a standing alert, raised or dismissed, is still there. */
export const stillStands = (alert: Pick<AlertState, 'causes'>): boolean => alert.causes.includes(STANDING);

/**
 * What the alert of something that is so, or is not, becomes. It follows from how things are and not from what was
 * told of them, so that it may be asked twice and in any order. Dismissed, it stays dismissed until the cause went
 * away and came again. `subject` undefined: the cause is not there. Answers undefined when nothing changes.
 */
export const standingAlert = (
  current: AlertState | undefined,
  type: AlertType,
  target: string,
  subject: AlertSubject | undefined,
  now: number,
): AlertState | undefined => {
  if (!subject) {
    const ended = clear(current, now) ?? current;
    return ended && stillStands(ended) ? { ...ended, causes: [] } : undefined;
  }
  if (current && current.state !== 'cleared' && stillStands(current)) {
    const told = current.state === 'dismissed' || current.subject.reason === subject.reason;
    return told ? undefined : { ...current, subject, last: Math.max(current.last, now) };
  }
  const occurrence = { cause: STANDING, first: now, last: now, count: 1, blocked: 0, sources: [] };
  const before = current && { ...current, causes: [] };
  return raise(before, type, target, subject, occurrence, now)?.alert;
};
