/** When imports were asked for, began and ended, epoch ms. */
export interface ImportTimes {
  readonly requested?: number | undefined;
  /** Names the import for ever, however often it has to be begun again. */
  readonly started?: number | undefined;
  /** Last time that somebody began it; absent: when it started. */
  readonly tried?: number | undefined;
  readonly ended?: number | undefined;
}

const HOUR = 3_600_000;

/** Longer than an import may take: one that is older and has not ended broke off. */
const BROKEN_OFF = 300_000;

/**
 * The import to make now, by when it started: one that broke off is made again as what it was, a new one begins when
 * somebody asked since the last, or the last is long enough ago. Undefined: none; another may still be at work.
 */
export const importDue = (
  { requested, started, tried = started, ended = 0 }: ImportTimes,
  everyHours: number,
  now: number,
): number | undefined => {
  if (started === undefined || tried === undefined) return now;
  if (ended < started) return now - tried >= BROKEN_OFF ? started : undefined;
  const asked = requested !== undefined && requested > started;
  return asked || now - started >= everyHours * HOUR ? now : undefined;
};
