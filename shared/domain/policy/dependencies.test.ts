import { describe, expect, it } from 'vitest';
import { checkRemoval, withDependencies } from './dependencies.ts';

const needs: Readonly<Record<number, readonly number[]>> = { 8401: [5341], 5341: [7], 9: [10], 10: [9] };
const of = (id: number) => needs[id] ?? [];

describe('rules that depend on others', () => {
  it('bring all they need along, also what that needs, and end on loops', () => {
    expect(withDependencies([8401, 1], of)).toEqual([1, 7, 5341, 8401]);
    expect(withDependencies([9], of)).toEqual([9, 10]);
  });

  it('keep what they need from being taken off, in the manager’s words', () => {
    expect(checkRemoval(5341, [5341, 8401], of)).toMatchObject({
      ok: false,
      kind: 'invalid',
      message: 'Intrusion Prevention Rule 5341 could not be removed because Rule 8401 depends on Rule 5341.',
    });
    expect(checkRemoval(8401, [5341, 8401], of).ok).toBe(true);
  });
});
