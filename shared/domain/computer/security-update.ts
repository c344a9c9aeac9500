/** A check for updates of a host (behaviour.md section 6), as its item keeps the latest. Times in epoch ms. */
export interface UpdateCheck {
  readonly requested: number;
  /** The beat at which the host began. */
  readonly started: number;
  /** When it was known how it went; absent: the host has been given something and has not said yet what came of it. */
  readonly ended?: number | undefined;
  readonly ok?: boolean | undefined;
}

/** Where a host stands at a beat: it runs what it is to run, was given something, or could not take it. */
export type Standing = 'current' | 'given' | 'failed';

/**
 * What becomes of a check at a beat. `asked`: when one was asked for that waits. A host that has nothing to fetch is
 * through at once; another says at one of its next beats whether it runs what it was given. Undefined: nothing is new.
 */
export const followCheck = (
  last: UpdateCheck | undefined,
  asked: number | undefined,
  standing: Standing,
  now: number,
): UpdateCheck | undefined => {
  const begins = asked !== undefined && asked > (last?.requested ?? 0);
  const check = begins ? { requested: asked, started: now } : last;
  if (!check || check.ended !== undefined) return undefined;
  if (standing === 'given') return begins ? check : undefined;
  return { ...check, ended: now, ok: standing === 'current' };
};
