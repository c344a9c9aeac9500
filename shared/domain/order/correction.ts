import { accept, type Outcome, refuse } from '../outcome.ts';

/** What stands for a month: its statement's amount, or that of the last correction. */
export interface Standing {
  readonly amount: number;
  readonly corrections: number;
}

export interface Correction {
  /** The first correction of a month is 1. */
  readonly number: number;
  /** What the month costs now, and how much more (less) that is than what stood before. */
  readonly amount: number;
  readonly difference: number;
}

/** More than this many corrections of one month is no bookkeeping any more. */
const MOST_CORRECTIONS = 99;

/** A statement is never changed: a correction is a document of its own, which says what the month costs instead. */
export const decideCorrection = (standing: Standing, amount: number): Outcome<Correction> => {
  if (amount === standing.amount) {
    return refuse(
      'conflict',
      `amount: the month stands at ${amount} already, so there is nothing to correct.`,
      'nothing-to-correct',
      { field: 'amount' },
    );
  }
  if (standing.corrections >= MOST_CORRECTIONS) {
    return refuse('conflict', `A month takes at most ${MOST_CORRECTIONS} corrections.`, 'too-many');
  }
  return accept({ number: standing.corrections + 1, amount, difference: amount - standing.amount });
};
