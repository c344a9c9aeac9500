import { accept, type Outcome, refuse } from '../outcome.ts';
import type { Right } from './rights.ts';

/**
 * Whether someone with the rights `own` may give, change or take away something that carries the rights `given`:
 * nobody hands out, or gets hold of, more than they have.
 */
export const mayGrant = (
  own: readonly Right[],
  given: readonly Right[],
  what: string,
): Outcome<undefined> => {
  const beyond = given.find((right) => !own.includes(right));
  return beyond === undefined
    ? accept(undefined)
    : refuse(
        'forbidden',
        `Not authorized: ${what} carries the right ${beyond}, which you lack.`,
        'beyond-own-rights',
      );
};
