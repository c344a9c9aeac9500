import { describe, expect, it } from 'vitest';
import { checkPolicy, checkPolicyUnused, type NamedPolicy } from './change.ts';

const policy = (ID: number, name: string, more: Partial<NamedPolicy> = {}): NamedPolicy => ({
  ID,
  name,
  firewallRuleIDs: [],
  ipsRuleIDs: [],
  ...more,
});
const all = [policy(1, 'Base'), policy(2, 'Web', { parentID: 1 }), policy(3, 'Shop', { parentID: 2 })];
const known = {
  ipsRule: (id: number) => id < 10,
  firewallRule: (id: number) => id === 10_000_001,
  statefulConfiguration: (id: number) => id === 1,
};

describe('a policy may be saved', () => {
  it.each([
    ['under a name of its own', policy(4, 'Mail'), undefined],
    ['under its own old name', policy(2, 'Web', { parentID: 1 }), undefined],
    ['not under another one’s name, in any case', policy(4, 'wEb'), 'name'],
    ['not as its own parent', policy(2, 'Web', { parentID: 2 }), 'parentID'],
    ['not below itself', policy(1, 'Base', { parentID: 3 }), 'parentID'],
    ['not below what does not exist', policy(4, 'Mail', { parentID: 77 }), 'parentID'],
    [
      'with rules that exist',
      policy(4, 'Mail', { ipsRuleIDs: [1], firewallRuleIDs: [10_000_001] }),
      undefined,
    ],
    ['not with an unknown rule', policy(4, 'Mail', { ipsRuleIDs: [11] }), 'intrusionPrevention.ruleIDs'],
    [
      'not with an unknown stateful configuration',
      policy(4, 'Mail', { statefulConfigurationID: 2 }),
      'firewall',
    ],
    ['with a known one', policy(4, 'Mail', { statefulConfigurationID: 1 }), undefined],
    ['not with an unknown firewall rule', policy(4, 'Mail', { firewallRuleIDs: [5] }), 'firewall.ruleIDs'],
  ])('%s', (_, subject, field) => {
    const outcome = checkPolicy(subject, all, known);
    if (field === undefined) expect(outcome.ok).toBe(true);
    else
      expect(outcome).toMatchObject({
        ok: false,
        kind: 'invalid',
        message: expect.stringMatching(`^${field}: `),
      });
  });
});

describe('a policy may be deleted', () => {
  it.each([
    ['when nothing uses it', 3, [], true],
    ['not while another inherits from it', 2, [], false],
    ['not while a computer is on it', 3, ['web-1'], false],
  ] as const)('%s', (_, id, computers, ok) => {
    expect(checkPolicyUnused(id, all, computers).ok).toBe(ok);
  });
});
