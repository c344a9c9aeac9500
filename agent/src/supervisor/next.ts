import type { BeatReply, Todo } from '../../../shared/schema/agent/beat.ts';
import { backoff } from '../link/backoff.ts';
import type { Exchange, LinkFailure } from '../link/failure.ts';
import type { AgentEventName } from './events/agent-event.ts';

/** What the agent remembers of its contact with the plane. */
export interface Contact {
  /** Failed beats in a row. */
  readonly failures: number;
  /** What was told of the present trouble, so that it is told once. */
  readonly told: string;
}

export const noContactYet: Contact = { failures: 0, told: '' };

export type Action =
  | Todo
  | { readonly what: 'send-events' }
  | { readonly what: 'tell'; readonly event: AgentEventName; readonly description: string }
  /** Ms until the next beat. */
  | { readonly what: 'wait'; readonly ms: number };

const SHORTEST = 5_000;
const LONGEST = 3_600_000;
/** A plane that does not know this host will not know it in five seconds either; it may refuse a whole fleet at once. */
const REFUSED_WAIT = 10 * 60_000;

/** What follows from a beat's outcome. `random` is in [0, 1). */
export const next = (
  contact: Contact,
  beat: Exchange<BeatReply>,
  random: number,
): { readonly contact: Contact; readonly actions: readonly Action[] } => {
  if (beat.ok) {
    const { todo, nextBeat } = beat.value;
    const ms = Math.min(LONGEST, Math.max(SHORTEST, nextBeat * 1000));
    return {
      contact: noContactYet,
      // The wait is set first, so that what a todo brings about can shorten it.
      actions: [{ what: 'wait', ms }, ...inOrder(todo), { what: 'send-events' }],
    };
  }
  const failures = contact.failures + 1;
  const told = beat.code ?? beat.reason;
  const ms = Math.max(
    backoff(failures, random, beat.retryAfter),
    beat.reason === 'refused' ? REFUSED_WAIT * (1 + random / 2) : 0,
  );
  const actions: Action[] = [{ what: 'wait', ms }];
  if (told !== contact.told) actions.unshift(tellOf(beat));
  return { contact: { failures, told }, actions };
};

/** Trust before what it verifies; what takes rules off before what brings some; a scan once protection is settled; good-bye last. */
const inOrder = (todo: readonly Todo[]): Todo[] => {
  const rank = {
    ...{ trust: 0, 'describe-host': 1, 'rule-kills': 2, policy: 3 },
    ...{ 'scan-for-recommendations': 4, deactivate: 5 },
  };
  return [...todo].sort((a, b) => rank[a.what] - rank[b.what]);
};

const tellOf = (failure: LinkFailure): Action => ({
  what: 'tell',
  event: failure.reason === 'refused' ? 'contactRefused' : 'heartbeatFailed',
  description: `${failure.message} The last configuration stays in force.`,
});
