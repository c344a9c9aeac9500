import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachBeyond, reachesComputer, reachesGroup, reachesPolicy } from './reach.ts';
import { everywhere, type Reach } from './role.ts';

const only = (reach: Partial<Reach>): Reach => ({
  ...everywhere,
  allComputers: false,
  allPolicies: false,
  ...reach,
});

describe('a role reaches', () => {
  it.each([
    ['everything', everywhere, { ID: 5, groupID: 7 }, true],
    ['nothing, when it names nothing', only({}), { ID: 5, groupID: 0 }, false],
    ['a computer by its id', only({ computerIDs: [5] }), { ID: 5, groupID: 7 }, true],
    ['a computer by its group', only({ computerGroupIDs: [7] }), { ID: 5, groupID: 7 }, true],
    ['no computer of another group', only({ computerGroupIDs: [7] }), { ID: 5, groupID: 8 }, false],
    ['computers without a group by 0', only({ computerGroupIDs: [0] }), { ID: 5, groupID: 0 }, true],
  ])('%s', (_, reach, computer, reached) => {
    expect(reachesComputer(reach, computer)).toBe(reached);
  });

  it('policies by their ids', () => {
    const reach = only({ policyIDs: [3] });
    expect([3, 4].map((ID) => reachesPolicy(reach, ID))).toEqual([true, false]);
  });
});

describe('a role goes beyond another', () => {
  it.each([
    ['by all computers', only({ computerIDs: [1] }), only({ allComputers: true }), 'all computers'],
    ['by all policies', only({ policyIDs: [1] }), only({ allPolicies: true }), 'all policies'],
    ['by a computer', only({ computerIDs: [1] }), only({ computerIDs: [1, 2] }), 'computer 2'],
    [
      'by the id of a computer that it has by a group',
      only({ computerGroupIDs: [1] }),
      only({ computerIDs: [2] }),
      'computer 2',
    ],
    ['by a group', only({ computerGroupIDs: [1] }), only({ computerGroupIDs: [0, 1] }), 'computer group 0'],
    ['by a policy', only({ policyIDs: [1] }), only({ policyIDs: [2] }), 'policy 2'],
    [
      'by the API',
      only({ allowWebService: false }),
      only({ allowWebService: true }),
      'the API (allowWebService)',
    ],
    ['by nothing', only({ computerIDs: [1, 2] }), only({ computerIDs: [2] }), undefined],
    ['by nothing, below everything', everywhere, only({ computerIDs: [9], policyIDs: [9] }), undefined],
  ])('%s', (_, own, given, beyond) => {
    expect(reachBeyond(own, given)).toBe(beyond);
  });

  it('whenever it reaches anything that the other does not', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 4 }));
    const reach = fc
      .record({
        allComputers: fc.boolean(),
        allPolicies: fc.boolean(),
        computerIDs: ids,
        computerGroupIDs: ids,
        policyIDs: ids,
      })
      .map(only);
    fc.assert(
      fc.property(reach, reach, (own, given) => {
        if (reachBeyond(own, given) !== undefined) return;
        for (let ID = 0; ID < 5; ID++) {
          if (reachesPolicy(given, ID)) expect(reachesPolicy(own, ID)).toBe(true);
          if (reachesGroup(given, ID)) expect(reachesGroup(own, ID)).toBe(true);
          for (let groupID = 0; groupID < 5; groupID++) {
            if (reachesComputer(given, { ID, groupID })) {
              expect(reachesComputer(own, { ID, groupID })).toBe(true);
            }
          }
        }
      }),
    );
  });
});
