import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApplyInput, applyRecommendations, noMemory } from './apply.ts';

const dependsOn: Readonly<Record<number, readonly number[]>> = { 5: [6], 6: [7], 9: [6] };
const input = (change: Partial<ApplyInput>): ApplyInput => ({
  recommended: [],
  unneeded: [],
  own: [],
  above: [],
  memory: noMemory,
  leftToPeople: () => undefined,
  dependenciesOf: (id) => dependsOn[id] ?? [],
  ...change,
});

describe('what a scan does to the rules of a computer', () => {
  it.each<[string, Partial<ApplyInput>, number[], { automatic: number[]; declined: number[] }]>([
    ['assigns', { recommended: [1, 2] }, [1, 2], { automatic: [1, 2], declined: [] }],
    ['with dependencies', { recommended: [5] }, [5, 6, 7], { automatic: [5, 6, 7], declined: [] }],
    ['not what comes from above', { recommended: [1, 2], above: [1] }, [2], { automatic: [2], declined: [] }],
    [
      'takes off what it assigned',
      { unneeded: [1], own: [1, 2], memory: { automatic: [1, 2], declined: [] } },
      [2],
      { automatic: [2], declined: [] },
    ],
    ['not what a person assigned', { unneeded: [1], own: [1] }, [1], { automatic: [], declined: [] }],
    [
      'not what another rule needs',
      { unneeded: [6, 7], own: [5, 6, 7], memory: { automatic: [5, 6, 7], declined: [] } },
      [5, 6, 7],
      { automatic: [5, 6, 7], declined: [] },
    ],
    [
      'a rule and what only it needed',
      { unneeded: [5, 6, 7], own: [5, 6, 7], memory: { automatic: [5, 6, 7], declined: [] } },
      [],
      { automatic: [], declined: [] },
    ],
    [
      'not again what a person took off',
      { recommended: [1], memory: { automatic: [1], declined: [] } },
      [],
      { automatic: [], declined: [1] },
    ],
    [
      'still not',
      { recommended: [1], memory: { automatic: [], declined: [1] } },
      [],
      { automatic: [], declined: [1] },
    ],
    [
      'a declined rule that a person assigned is theirs',
      { unneeded: [1], own: [1], memory: { automatic: [], declined: [1] } },
      [1],
      { automatic: [], declined: [] },
    ],
    [
      'moved to the policy is not declined',
      { recommended: [1], above: [1], memory: { automatic: [1], declined: [] } },
      [],
      { automatic: [], declined: [] },
    ],
    [
      'leaves excluded rules',
      { recommended: [1, 2], leftToPeople: (id) => (id === 1 ? 'excluded' : undefined) },
      [2],
      { automatic: [2], declined: [] },
    ],
    [
      'leaves excluded rules assigned',
      { unneeded: [1], own: [1], memory: { automatic: [1], declined: [] }, leftToPeople: () => 'excluded' },
      [1],
      { automatic: [1], declined: [] },
    ],
  ])('%s', (_what, change, own, memory) => {
    const applied = applyRecommendations(input(change));
    expect(applied.own).toEqual(own);
    expect(applied.memory).toEqual(memory);
  });

  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });
  const any = fc.record({
    recommended: ids,
    unneeded: ids,
    own: ids,
    above: ids,
    automatic: ids,
    declined: ids,
    excluded: ids,
    depends: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })), {
      maxLength: 10,
    }),
  });

  it('a second time changes nothing, and people keep what they chose', () => {
    fc.assert(
      fc.property(any, ({ automatic, declined, excluded, depends, recommended, ...rest }) => {
        const first = input({
          ...rest,
          recommended,
          unneeded: rest.unneeded.filter((id) => !recommended.includes(id)),
          memory: { automatic, declined: declined.filter((id) => !automatic.includes(id)) },
          leftToPeople: (id) => (excluded.includes(id) ? 'excluded' : undefined),
          dependenciesOf: (id) => depends.filter(([from]) => from === id).map(([, to]) => to),
        });
        const applied = applyRecommendations(first);
        const again = applyRecommendations({ ...first, own: applied.own, memory: applied.memory });
        expect(again).toMatchObject({
          own: applied.own,
          memory: applied.memory,
          assigned: [],
          unassigned: [],
        });
        for (const id of applied.unassigned) expect(first.unneeded).toContain(id);
        const theirs = first.own.filter((id) => !automatic.includes(id));
        expect(applied.own).toEqual(expect.arrayContaining(theirs));
        for (const id of applied.assigned) expect(first.above).not.toContain(id);
        for (const id of applied.own)
          for (const needed of first.dependenciesOf(id))
            if (first.own.includes(needed) || applied.assigned.includes(id))
              expect([...applied.own, ...first.above]).toContain(needed);
      }),
      { numRuns: 3000 },
    );
  });
});
