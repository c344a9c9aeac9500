/** What the plane holds of a host when a beat comes. */
export interface BeatingHost {
  readonly sequence: number;
  readonly hash?: string | undefined;
  readonly describe?: boolean | undefined;
}

/** What the beat says. */
export interface Beat {
  readonly applied?: { readonly sequence: number; readonly hash: string } | undefined;
  readonly failed?: { readonly hash: string } | undefined;
}

export interface BeatDecision {
  /** The pointer to give out, if any: which content under which sequence. */
  readonly give?: { readonly sequence: number; readonly hash: string };
  readonly describe: boolean;
}

/** One a second for 30,000 years. A host that claims more says so to make the next one impossible. */
const MOST_SEQUENCES = 1_000_000_000_000;

/**
 * What to tell a host next. A content is offered while the host runs another one, except one that it tried and
 * rolled back; with `again` also what it runs, under a new sequence that it then confirms. The sequence only rises,
 * also past what the host has seen from a plane restored from a backup.
 */
export const decideBeat = (
  host: BeatingHost,
  beat: Beat,
  desired: string | undefined,
  again = false,
): BeatDecision => {
  const describe = host.describe === true;
  if (desired === undefined || beat.failed?.hash === desired) return { describe };
  if (beat.applied?.hash === desired && !again && confirmed(host, beat.applied)) return { describe };
  const claimed = beat.applied?.sequence ?? 0;
  const seen = claimed <= MOST_SEQUENCES ? claimed : 0;
  const sequence =
    host.hash === desired && host.sequence > seen ? host.sequence : Math.max(host.sequence, seen) + 1;
  return { give: { sequence, hash: desired }, describe };
};

/** A pointer to what the host runs may have been lost as any other: it is given until the host names its sequence. */
const confirmed = (host: BeatingHost, applied: { sequence: number; hash: string }): boolean =>
  host.hash !== applied.hash || applied.sequence >= host.sequence;

/**
 * Seconds until the next beat, spread by ten percent to either side so that a fleet does not come in step
 * (cost.md section 1). `random` is in [0, 1).
 */
export const nextBeat = (intervalSeconds: number, random: number): number =>
  Math.round(intervalSeconds * (0.9 + 0.2 * random) * 10) / 10;
