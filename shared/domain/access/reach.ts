import { accept, type Outcome, refuse } from '../outcome.ts';
import type { Reach } from './role.ts';

/** What there must be all of in a role's reach for it to do what concerns all of them at once. */
export type Whole = 'computers' | 'policies';

/** What a role's reach is asked about of a computer; `groupID` 0: without a group. */
export interface Placed {
  readonly ID: number;
  readonly groupID: number;
}

/** Subgroups are not implied (domain/api.md, role). */
export const reachesGroup = (reach: Reach, groupID: number): boolean =>
  reach.allComputers || (reach.computerGroupIDs?.includes(groupID) ?? false);

export const reachesComputer = (reach: Reach, { ID, groupID }: Placed): boolean =>
  reachesGroup(reach, groupID) || (reach.computerIDs?.includes(ID) ?? false);

export const reachesPolicy = (reach: Reach, policyID: number): boolean =>
  reach.allPolicies || (reach.policyIDs?.includes(policyID) ?? false);

/** Whether a role sees every computer and every policy, as most do. */
export const reachesAll = (reach: Reach): boolean => reach.allComputers && reach.allPolicies;

/** Whether a role may do what concerns every computer or policy, or makes one that it would not see. */
export const checkWhole = (reach: Reach, whole: Whole): Outcome<undefined> =>
  (whole === 'computers' ? reach.allComputers : reach.allPolicies)
    ? accept(undefined)
    : refuse(
        'forbidden',
        `Not authorized: this concerns all ${whole}, and your role reaches only some.`,
        'beyond-own-reach',
      );

/** The first thing that `given` reaches and `own` does not, in words; undefined where there is none. */
export const reachBeyond = (own: Reach, given: Reach): string | undefined => {
  if (given.allComputers && !own.allComputers) return 'all computers';
  if (given.allPolicies && !own.allPolicies) return 'all policies';
  if (given.allowWebService && !own.allowWebService) return 'the API (allowWebService)';
  if (given.allowUserInterface && !own.allowUserInterface) return 'the user interface (allowUserInterface)';
  // By its id alone: a computer that is in reach by its group may leave that group.
  const computer = given.computerIDs?.find((ID) => !own.allComputers && !own.computerIDs?.includes(ID));
  if (computer !== undefined) return `computer ${computer}`;
  const group = given.computerGroupIDs?.find((ID) => !reachesGroup(own, ID));
  if (group !== undefined) return `computer group ${group}`;
  const policy = given.policyIDs?.find((ID) => !reachesPolicy(own, ID));
  return policy === undefined ? undefined : `policy ${policy}`;
};
