import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActivationFacts, decideActivation, type Token, type Wanted } from './activate.ts';
import { joiningOf } from './who-may-join.ts';

const open: Token = { sources: [], fixed: false };
const facts: ActivationFacts = {
  now: 1_000,
  sourceIP: '192.0.2.1',
  machine: 'machine-a',
  wanted: {},
  token: open,
  tenant: { tenantState: 'active' },
  subscribed: true,
  quantity: 10,
  activated: 9,
  policies: [
    { ID: 3, name: 'Web Servers' },
    { ID: 4, name: 'Mail' },
  ],
  groups: [
    { ID: 6, name: 'Tokyo' },
    { ID: 7, name: 'Web', parentGroupID: 6 },
  ],
  joining: joiningOf({}),
  joiner: { named: false },
};
const none = { groupID: 0, missing: [] };
const answer = (more: Partial<ActivationFacts>) => {
  const outcome = decideActivation({ ...facts, ...more });
  return outcome.ok ? outcome.value : outcome.reason;
};

describe('standing', () => {
  it.each([
    ['a seat is left', {}, { as: 'new', policyID: 0, group: none }],
    ['all seats are taken (ORD-8)', { activated: 10 }, 'quantity-reached'],
    ['more are taken than ordered', { activated: 11 }, 'quantity-reached'],
    ['nothing is ordered', { subscribed: false, quantity: 0, activated: 0 }, 'not-ordered'],
    ['the tenant is suspended (ORD-9)', { tenant: { tenantState: 'suspended' } }, 'suspended'],
    ['the tenant is restricted (ORD-9)', { tenant: { tenantState: 'restricted' } }, 'restricted'],
    ['the token expired', { token: { ...open, expires: 1_000 } }, 'token-expired'],
    ['the token is used up', { token: { ...open, usesLeft: 0 } }, 'token-used-up'],
    ['it comes from elsewhere', { token: { ...open, sources: ['10.0.0.0/8'] } }, 'wrong-source'],
  ] as const)('%s', (_, more, expected) => {
    expect(answer(more)).toEqual(expected);
  });
});

describe('the same key again', () => {
  const spent = { token: { ...open, usesLeft: 0 }, activated: 10 };
  it('on the same machine is the same computer, though nothing is left for another', () => {
    expect(answer({ ...spent, known: { computerID: 7, machine: 'machine-a' } })).toEqual({
      as: 'known',
      computerID: 7,
    });
  });
  it('on another machine is a clone (AGT-14)', () => {
    expect(answer({ known: { computerID: 7, machine: 'machine-b' } })).toBe('cloned');
  });
});

describe('policy and group (behaviour.md section 7)', () => {
  const gives3: Token = { ...open, policyID: 3 };
  const fixed3: Token = { ...gives3, fixed: true };
  const policy = (policyID: number) => ({ as: 'new', policyID, group: none });
  const group = (groupID: number, ...missing: string[]) => ({
    as: 'new',
    policyID: 0,
    group: { groupID, missing },
  });
  const fixed6: Token = { ...open, groupID: 6, fixed: true };
  it.each([
    ['nothing asked, nothing given', {}, open, policy(0)],
    ['asked by id', { policyID: 4 }, open, policy(4)],
    ['asked by name in another case', { policy: 'web servers' }, open, policy(3)],
    ['an unknown name: none', { policy: 'Database' }, open, policy(0)],
    ['an unknown id', { policyID: 9 }, open, 'unknown-policy'],
    ['the token gives', {}, gives3, policy(3)],
    ['asking goes before what the token gives', { policyID: 4 }, gives3, policy(4)],
    ['an unknown name too', { policy: 'Database' }, gives3, policy(0)],
    ['fixed: what it gives may be asked for', { policy: 'WEB SERVERS' }, fixed3, policy(3)],
    ['fixed: another id', { policyID: 4 }, fixed3, 'outside-scope'],
    ['fixed: another name', { policy: 'Mail' }, fixed3, 'outside-scope'],
    ['fixed: an unknown name must not lead to no policy', { policy: 'Database' }, fixed3, 'outside-scope'],
    ['fixed to none: any', { policyID: 4 }, { ...open, fixed: true }, 'outside-scope'],
    ['the given one was deleted', {}, { ...open, policyID: 8 }, 'policy-gone'],
    ['an unknown group', { groupID: 5 }, open, 'unknown-group'],
    ['fixed: another group', { groupID: 5 }, fixed6, 'outside-scope'],
    ['the group given', {}, { ...open, groupID: 6 }, group(6)],
    ['the given group was deleted', {}, { ...open, groupID: 8 }, 'group-gone'],
    ['a group that exists', { groupID: 7 }, open, group(7)],
    [
      'asking for a group goes before what the token gives',
      { groupID: 7 },
      { ...open, groupID: 6 },
      group(7),
    ],
    ['a path in another case, with slashes to spare', { group: '/tokyo/ WEB /' }, open, group(7)],
    ['levels that are missing', { group: 'Tokyo/Mail/A' }, open, group(6, 'Mail', 'A')],
    ['a path of missing levels only', { group: 'Web' }, open, group(0, 'Web')],
    ['nothing but slashes: none asked', { group: ' // ' }, open, group(0)],
    ['the id goes before the path', { groupID: 6, group: 'New' }, open, group(6)],
    ['fixed: its own group by path', { group: 'Tokyo' }, fixed6, group(6)],
    ['fixed: a group below', { group: 'Tokyo/Web' }, fixed6, 'outside-scope'],
    ['fixed: a level to make', { group: 'Tokyo/New' }, fixed6, 'outside-scope'],
    ['too many levels to make', { group: 'a/b/c/d/e/f/g/h/i/j/k' }, open, 'bad-group'],
    ['a level too long', { group: 'x'.repeat(255) }, open, 'bad-group'],
  ] as readonly (readonly [string, Wanted, Token, unknown])[])('%s', (_, wanted, token, expected) => {
    expect(answer({ wanted, token })).toEqual(expected);
  });
});

it('never takes a seat beyond the quantity, whatever else holds', () => {
  fc.assert(
    fc.property(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.boolean(), (quantity, activated, subscribed) => {
      const outcome = decideActivation({ ...facts, quantity, activated, subscribed });
      expect(outcome.ok).toBe(subscribed && activated < quantity);
    }),
  );
});
