import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf, effectiveOf, type PolicySettings, withDescendants } from './effective.ts';

const policy = (ID: number, more: Partial<PolicySettings> = {}): PolicySettings => ({
  ID,
  firewallRuleIDs: [],
  ipsRuleIDs: [],
  ...more,
});
const index = (...all: PolicySettings[]) => new Map(all.map((p) => [p.ID, p]));

describe('inheritance (OPS-2, behaviour.md section 4)', () => {
  const base = policy(1, { ipsState: 'prevent', ipsRuleIDs: [1, 2], firewallState: 'on' });
  const web = policy(2, { parentID: 1, ipsRuleIDs: [3], firewallState: 'off' });
  const shop = policy(3, { parentID: 2, ipsState: 'detect', ipsRuleIDs: [2] });
  const tree = index(base, web, shop);

  it.each([
    ['a root says what it says', base, { ipsState: 'prevent', firewallState: 'on', ipsRuleIDs: [1, 2] }],
    [
      'a child inherits what it does not set',
      web,
      { ipsState: 'prevent', firewallState: 'off', ipsRuleIDs: [1, 2, 3] },
    ],
    [
      'the nearest setting wins, rules add up',
      shop,
      { ipsState: 'detect', firewallState: 'off', ipsRuleIDs: [1, 2, 3] },
    ],
  ])('%s', (_, subject, expected) => {
    expect(effectiveOf(chainOf(subject, tree))).toMatchObject(expected);
  });

  it('is off where nobody in the chain sets a state', () => {
    expect(effectiveOf([policy(9)])).toMatchObject({ ipsState: 'off', firewallState: 'off' });
  });

  it('changes with its ancestors and with nobody else', () => {
    const other = policy(4);
    expect(withDescendants(2, [base, web, shop, other]).map((p) => p.ID)).toEqual([2, 3]);
    expect(withDescendants(4, [base, web, shop, other]).map((p) => p.ID)).toEqual([4]);
  });

  it('ends on any parents whatever, loops and missing ones included', () => {
    const parents = fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(parents, (parentIDs) => {
        const all = parentIDs.map((parentID, ID) => policy(ID, { parentID }));
        for (const p of all) {
          const chain = chainOf(p, index(...all));
          expect(chain[0]).toBe(p);
          expect(new Set(chain).size).toBe(chain.length);
        }
      }),
    );
  });
});
