export const NOT_RECEIVING = 'computer-not-receiving-updates';

/** Ms for which a host that beats may be without the rules that it should run: some 140 beats. */
export const UPDATES_DUE_WITHIN = 24 * 3_600_000;

/** A version that a tenant took up. Epoch ms. */
interface Taken {
  readonly version: number;
  readonly at: number;
}

/**
 * Since when a host has not had the rules that it should run (IPS-7), epoch ms; undefined: it runs them. `runs`: what it
 * said last to run, and since when. `history`: what its tenant took up, the latest first. `activated`: of the host.
 */
export const behindSince = (
  runs: Taken | undefined,
  history: readonly Taken[],
  activated: number,
): number | undefined => {
  const [wanted] = history;
  if (!wanted || runs?.version === wanted.version) return undefined;
  const ran = runs ? history.findIndex(({ version }) => version === runs.version) : -1;
  const next = ran > 0 ? history[ran - 1] : history.at(-1);
  return Math.max(next?.at ?? wanted.at, runs?.at ?? activated);
};

/** Why people are told, in a sentence; undefined while it is early. `back`: when the host was last heard of anew. */
export const overdueReason = (
  since: number | undefined,
  back: number,
  runs: Taken | undefined,
  wanted: number,
  now: number,
): string | undefined => {
  // One that was away fetches what it missed with its next beats.
  if (since === undefined || now - since < UPDATES_DUE_WITHIN || now - back < BACK_FOR) return undefined;
  const has = runs ? `It runs version ${runs.version} of the rules` : 'It has not said to run any rules';
  return `${has}; version ${wanted} is due since ${new Date(since).toISOString()}.`;
};

/** Ms that a host which was away has for that. */
export const BACK_FOR = 2 * 3_600_000;
