import { accept, type Outcome, refuse } from '../outcome.ts';
import { reachBeyond } from './reach.ts';
import type { Right } from './rights.ts';
import type { Reach } from './role.ts';

/** What a role can do, and where. */
export type Power = Reach & { readonly rights: readonly Right[] };

/**
 * Whether someone with the power `own` may give, change or take away something that carries the power `given`:
 * nobody hands out, or gets hold of, more than they have.
 */
export const mayGrant = (own: Power, given: Power, what: string): Outcome<undefined> => {
  const right = given.rights.find((each) => !own.rights.includes(each));
  if (right !== undefined) {
    return refuse(
      'forbidden',
      `Not authorized: ${what} carries the right ${right}, which you lack.`,
      'beyond-own-rights',
    );
  }
  const place = reachBeyond(own, given);
  return place === undefined
    ? accept(undefined)
    : refuse('forbidden', `Not authorized: ${what} reaches ${place}, which you do not.`, 'beyond-own-reach');
};
