import { expect, it } from 'vitest';
import { type ComputerFilter, selects } from './selects.ts';

const computers = [
  { ID: 1, groupID: 0, policyID: 0 },
  { ID: 2, groupID: 10, policyID: 20 },
  { ID: 3, groupID: 11, policyID: 21 },
  { ID: 4, groupID: 12, policyID: 22 },
];
/** 12 is below 11 is below 10; so for policies from 20. 99 and 98 are below each other. */
const places = [10, 20].flatMap((top) => [
  { ID: top, parent: 0 },
  { ID: top + 1, parent: top },
  { ID: top + 2, parent: top + 1 },
  { ID: 99, parent: 98 },
  { ID: 98, parent: 99 },
]);

it.each<[ComputerFilter | undefined, number[]]>([
  [undefined, [1, 2, 3, 4]],
  [{ type: 'all-computers' }, [1, 2, 3, 4]],
  [{ type: 'computer', computerID: 3 }, [3]],
  [{ type: 'computers-in-group', computerGroupID: 10 }, [2]],
  [{ type: 'computers-in-group', computerGroupID: 0 }, [1]],
  [{ type: 'computers-in-group-or-subgroup', computerGroupID: 11 }, [3, 4]],
  [{ type: 'computers-in-group-or-subgroup', computerGroupID: 0 }, [1, 2, 3, 4]],
  [{ type: 'computers-in-group-or-subgroup', computerGroupID: 99 }, []],
  [{ type: 'computers-using-policy', policyID: 20 }, [2]],
  [{ type: 'computers-using-policy-or-subpolicy', policyID: 20 }, [2, 3, 4]],
  [{ type: 'computers-in-smart-folder' }, []],
])('%o', (filter, expected) => {
  expect(computers.filter(selects(filter, places)).map(({ ID }) => ID)).toEqual(expected);
});
