/** Beats are spread by ten percent; a busy plane or a slow line may take another minute. */
const SPREAD = 1.1;
const SLACK = 60_000;

/** Whether a host missed two beats. `seen`: its last beat, `now`: epoch ms both. */
export const isSilent = (seen: number, beatSeconds: number, now: number): boolean =>
  now - seen > 2 * SPREAD * beatSeconds * 1000 + SLACK;

/** What of a host decides whether people are told that it is away. */
export interface Presence {
  readonly offline: boolean;
  readonly gone?: boolean | undefined;
}

/** A computer that was taken away is not missed. */
export const isMissed = (host: Presence): boolean => host.offline && !host.gone;

/** Sweeps are five minutes apart: two were missed, so the plane was away, or its clock was set. */
const AWAY = 12 * 60_000;

/**
 * Since when (epoch ms) the plane has been there without a gap; hosts cannot have been silent for longer. `ran`: what
 * the last sweep wrote down, undefined before the first one.
 */
export const backSince = (
  ran: { readonly last: number; readonly back: number } | undefined,
  now: number,
): number => (ran === undefined ? 0 : now - ran.last > AWAY ? now : ran.back);
