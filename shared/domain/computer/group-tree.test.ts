import { expect, it } from 'vitest';
import { checkGroup, DEEPEST, type Group } from './group-tree.ts';

const all: Group[] = [
  { ID: 1, name: 'Tokyo' },
  { ID: 2, name: 'Web', parentGroupID: 1 },
  { ID: 3, name: 'Front', parentGroupID: 2 },
];
const reason = (group: Group, groups = all): string | undefined => {
  const outcome = checkGroup(group, groups);
  return outcome.ok ? undefined : outcome.reason;
};

it.each<[string, Group, string | undefined]>([
  ['a new top', { ID: 0, name: 'Osaka' }, undefined],
  ['a name that is taken elsewhere', { ID: 0, name: 'Web', parentGroupID: 3 }, undefined],
  ['a sibling of the same name', { ID: 0, name: 'web', parentGroupID: 1 }, 'name-taken'],
  ['itself, unchanged', { ID: 2, name: 'Web', parentGroupID: 1 }, undefined],
  ['inside itself', { ID: 1, name: 'Tokyo', parentGroupID: 1 }, 'cycle'],
  ['inside its own child', { ID: 1, name: 'Tokyo', parentGroupID: 3 }, 'cycle'],
  ['a parent that is not there', { ID: 0, name: 'x', parentGroupID: 9 }, 'unknown-group'],
])('%s', (_, group, expected) => {
  expect(reason(group)).toBe(expected);
});

it('bounds the depth', () => {
  const chain = Array.from({ length: DEEPEST + 5 }, (_, i) => ({
    ID: i + 1,
    name: `${i}`,
    ...(i > 0 && { parentGroupID: i }),
  }));
  expect(reason({ ID: 99, name: 'x', parentGroupID: DEEPEST }, chain)).toBe('too-deep');
  expect(reason({ ID: 99, name: 'x', parentGroupID: DEEPEST - 1 }, chain)).toBeUndefined();
});
