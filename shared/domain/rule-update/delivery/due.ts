/** When imports were asked for and begun, epoch ms. */
export interface ImportTimes {
  readonly requested?: number | undefined;
  readonly started?: number | undefined;
}

const HOUR = 3_600_000;

/** Whether to import now: somebody asked since the last time, or the last time is long enough ago. */
export const isImportDue = ({ requested, started }: ImportTimes, everyHours: number, now: number): boolean =>
  started === undefined ||
  (requested !== undefined && requested > started) ||
  now - started >= everyHours * HOUR;
