/** Which computers a task is for (api.md, ComputerFilter). */
export interface ComputerFilter {
  readonly type:
    | 'computer'
    | 'all-computers'
    | 'computers-in-group'
    | 'computers-in-group-or-subgroup'
    | 'computers-using-policy'
    | 'computers-using-policy-or-subpolicy'
    | 'computers-in-smart-folder';
  readonly computerID?: number | undefined;
  readonly computerGroupID?: number | undefined;
  readonly policyID?: number | undefined;
}

/** A group or a policy and what it is below; 0: nothing. */
export interface Place {
  readonly ID: number;
  readonly parent: number;
}

/** 0 in both: without a group, without a policy. */
export interface Selectable {
  readonly ID: number;
  readonly groupID: number;
  readonly policyID: number;
}

/** `places`: all groups or all policies, for the filters that go down a tree. No filter means every computer. */
export const selects = (
  filter: ComputerFilter | undefined,
  places: readonly Place[],
): ((computer: Selectable) => boolean) => {
  const { computerID = 0, computerGroupID = 0, policyID = 0 } = filter ?? {};
  switch (filter?.type ?? 'all-computers') {
    case 'all-computers':
      return () => true;
    case 'computer':
      return ({ ID }) => ID === computerID;
    case 'computers-in-group':
      return ({ groupID }) => groupID === computerGroupID;
    case 'computers-in-group-or-subgroup': {
      const groups = below(computerGroupID, places);
      return ({ groupID }) => groups.has(groupID);
    }
    case 'computers-using-policy':
      return (computer) => computer.policyID === policyID;
    case 'computers-using-policy-or-subpolicy': {
      const policies = below(policyID, places);
      return (computer) => policies.has(computer.policyID);
    }
    case 'computers-in-smart-folder':
      return () => false;
  }
};

/** A place and all below it; a tree that turns back on itself ends. */
const below = (top: number, places: readonly Place[]): ReadonlySet<number> => {
  const found = new Set([top]);
  for (const ID of found) {
    for (const place of places) if (place.parent === ID) found.add(place.ID);
  }
  return found;
};
