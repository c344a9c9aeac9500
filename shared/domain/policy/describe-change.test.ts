import { expect, it } from 'vitest';
import { describePolicyChange, type WrittenPolicy } from './describe-change.ts';

const policy = (more: Partial<WrittenPolicy> = {}): WrittenPolicy => ({
  ID: 1,
  name: 'Web',
  firewallRuleIDs: [],
  ipsRuleIDs: [1, 2],
  ipsState: 'prevent',
  ...more,
});

it.each<[string, WrittenPolicy | undefined, WrittenPolicy]>([
  [
    'name Web; intrusion prevention prevent; intrusion prevention rules added 1 2; firewall inherited.',
    undefined,
    policy(),
  ],
  ['Saved as it was.', policy(), policy()],
  ['intrusion prevention prevent to detect.', policy(), policy({ ipsState: 'detect' })],
  ['intrusion prevention prevent to inherited.', policy(), policy({ ipsState: undefined })],
  ['intrusion prevention rules added 3, removed 1.', policy(), policy({ ipsRuleIDs: [2, 3] })],
  ['parent 4 to none.', policy({ parentID: 4 }), policy()],
  ['description changed.', policy(), policy({ description: 'new' })],
  [
    `firewall rules added ${Array.from({ length: 20 }, (_, i) => i).join(' ')} and 5 more.`,
    policy(),
    policy({ firewallRuleIDs: Array.from({ length: 25 }, (_, i) => i) }),
  ],
])('%s', (words, before, after) => expect(describePolicyChange(before, after)).toBe(words));
