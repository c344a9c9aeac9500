import { isMissed, type Presence } from '../computer/presence.ts';
import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState, AlertSubject } from './state.ts';

export const UNREACHABLE = 'unable-to-communicate';

export const computerTarget = (computerID: number): string => `computer-${computerID}`;

/**
 * What the alert of a computer's silence becomes, by how the host is now and not by what was reported: reports may
 * come twice or in the wrong order. `host` undefined: there is none any more. Undefined: nothing changes.
 */
export const presenceAlert = (
  current: AlertState | undefined,
  host: (Presence & { readonly seen: number }) | undefined,
  subject: AlertSubject & { readonly computerID: number },
  now: number,
): AlertState | undefined => {
  if (!host || !isMissed(host)) return clear(current, now);
  const outage = { cause: `silent-${host.seen}`, first: host.seen, last: host.seen };
  return raise(
    current,
    UNREACHABLE,
    computerTarget(subject.computerID),
    subject,
    { ...outage, count: 1, blocked: 0, sources: [] },
    now,
  )?.alert;
};
