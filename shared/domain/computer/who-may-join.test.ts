import { describe, expect, it } from 'vitest';
import { type Joiner, joiningOf, mayJoin } from './who-may-join.ts';

const set = (settings: Readonly<Record<string, string>>) =>
  joiningOf(
    Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        `platformSettingAgentInitiatedActivation${name}`,
        value,
      ]),
    ),
  );
const joiner: Joiner = { sourceIP: '192.0.2.7', named: false };
const listed = set({ Enabled: 'For computers on the following IP list', WithinIpListId: '4' });
const existing = set({ Enabled: 'For existing computers' });
const noTwins = set({ DuplicateHostnameMode: 'Do not allow activation' });

describe('who may activate itself (behaviour.md section 7)', () => {
  it.each([
    ['nothing set', set({}), {}, 'yes'],
    ['any', set({ Enabled: 'For any computers' }), {}, 'yes'],
    ['a number of an old script', set({ Enabled: '0' }), {}, 'yes'],
    ['a switch', set({ Enabled: 'True' }), {}, 'yes'],
    ['switched off', set({ Enabled: 'FALSE' }), {}, 'activation-off'],
    ['on the list', listed, { ipList: ['192.0.2.0/24 # office'] }, 'yes'],
    ['in a range of the list', listed, { ipList: ['192.0.2.1 - 192.0.2.9'] }, 'yes'],
    ['not on the list', listed, { ipList: ['198.51.100.0/24', '2001:db8::/32', '# none'] }, 'not-listed'],
    ['an empty list', listed, { ipList: [] }, 'not-listed'],
    ['a list that is gone lets nobody in', listed, {}, 'not-listed'],
    ['existing: of a known name', existing, { named: true }, 'yes'],
    ['existing: of a new name', existing, {}, 'not-existing'],
    ['twins refused: of a new name', noTwins, {}, 'yes'],
    ['twins refused: of a known name', noTwins, { named: true }, 'host-name-taken'],
    [
      'twins allowed',
      set({ DuplicateHostnameMode: 'Re-activate the existing Computer' }),
      { named: true },
      'yes',
    ],
  ] as const)('%s', (_, joining, more, expected) => {
    const outcome = mayJoin(joining, { ...joiner, ...more });
    expect(outcome.ok ? 'yes' : outcome.reason).toBe(expected);
  });

  it('reads ids, and takes what is none for none', () => {
    expect(set({ PolicyId: ' 12 ' }).policyID).toBe(12);
    for (const text of ['', '-1', 'Web', '1.5', '99999999999'])
      expect(set({ PolicyId: text }).policyID).toBe(0);
  });
});
