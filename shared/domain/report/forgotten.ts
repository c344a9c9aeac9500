/** Longer than a message of a report or of a step of an export can be worked on before it comes again by itself. */
export const FORGOTTEN_AFTER = 60 * 60_000;

/** A report or an export, as far as it can get stuck; epoch ms. */
export interface Job {
  readonly state: string;
  readonly created: number;
  /** When a message for it was last sent or taken up. */
  readonly moved?: number | undefined;
}

/** Whether nobody works on what still waits: its message got lost, or the record of the table's stream. */
export const isForgottenJob = ({ state, created, moved = created }: Job, now: number): boolean =>
  state === 'waiting' && now - moved >= FORGOTTEN_AFTER;
