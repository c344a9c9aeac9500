import type { AlertType } from './catalogue.ts';
import { type AlertState, type AlertSubject, MOST_CAUSES, MOST_SOURCES } from './state.ts';

/** Something that raises an alert, or adds to a raised one. */
export interface Occurrence {
  /** Names the cause (a batch, an outage), so that one told twice counts once. */
  readonly cause: string;
  /** Epoch ms by the host's clock. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly blocked: number;
  readonly sources: readonly string[];
}

export interface Raised {
  readonly alert: AlertState;
  /** It was not raised before, or what was raised for blocked attacks got worse: people are told. */
  readonly anew: boolean;
}

/**
 * Raises an alert, anew when it had been cleared or dismissed, or merges the occurrence into the raised one. One that
 * told of blocked attacks only begins again with the first that got through: who was told "blocked" must learn of it.
 * Undefined when this cause was merged before. `now`: epoch ms of the plane.
 */
export const raise = (
  current: AlertState | undefined,
  type: AlertType,
  target: string,
  subject: AlertSubject,
  occurrence: Occurrence,
  now: number,
): Raised | undefined => {
  if (current?.causes.includes(occurrence.cause)) return undefined;
  const causes = [occurrence.cause, ...(current?.causes ?? [])].slice(0, MOST_CAUSES);
  const first = Math.min(occurrence.first, now);
  const last = Math.min(occurrence.last, now);
  if (current?.state === 'raised') {
    const anew = current.blocked === current.count && occurrence.blocked < occurrence.count;
    const alert = {
      ...current,
      began: anew ? Math.max(now, current.began + 1) : current.began,
      raised: Math.min(current.raised, first),
      last: Math.max(current.last, last),
      count: upTo(current.count + occurrence.count),
      blocked: upTo(current.blocked + occurrence.blocked),
      sources: latest(occurrence.sources, current.sources),
      causes,
    };
    return { alert, anew };
  }
  const { count, blocked, sources } = occurrence;
  const alert: AlertState = {
    type,
    target,
    state: 'raised',
    began: now,
    raised: first,
    last,
    count,
    blocked,
    sources: latest(sources, []),
    subject,
    causes,
  };
  return { alert, anew: true };
};

/** Counts come from hosts; beyond this a number is not exact, and the table does not take it. */
const upTo = (count: number): number => Math.min(count, Number.MAX_SAFE_INTEGER);

const latest = (fresh: readonly string[], old: readonly string[]): string[] =>
  [...new Set([...fresh, ...old])].slice(0, MOST_SOURCES);
