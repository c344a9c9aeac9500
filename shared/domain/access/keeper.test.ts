import { expect, it } from 'vitest';
import { type KeyFacts, succession } from './keeper.ts';

const full = (ID: number, more: Partial<KeyFacts> = {}): KeyFacts => ({
  ID,
  roleID: 1,
  active: true,
  ...more,
});
const first = full(1);

it.each([
  ['the only full-access key deleted', first, undefined, [first], 'impossible'],
  ['the only one locked', first, full(1, { active: false }), [first], 'impossible'],
  ['the only one given an end', first, full(1, { expiryDate: 9 }), [first], 'impossible'],
  ['the only one given a lesser role', first, full(1, { roleID: 2 }), [first], 'impossible'],
  ['the only one renamed', first, first, [first], 'nobody'],
  ['one of two deleted', first, undefined, [first, full(2)], 'survivor'],
  ['a locked other does not count', first, undefined, [first, full(2, { active: false })], 'impossible'],
  ['nor one that will end', first, undefined, [first, full(2, { expiryDate: 9 })], 'impossible'],
  ['nor an auditor', first, undefined, [first, full(2, { roleID: 2 })], 'impossible'],
  ['an auditor deleted', full(2, { roleID: 2 }), undefined, [first], 'nobody'],
  ['a full-access key that ends anyway deleted', full(2, { expiryDate: 9 }), undefined, [], 'nobody'],
] as const)('%s', (_, before, after, all, need) => {
  expect(succession(before, after, all).need).toBe(need);
});
