import { accept, type Outcome, refuse } from '../outcome.ts';

/** Rules that an intrusion prevention rule cannot do without, by id. */
export type DependenciesOf = (ruleID: number) => readonly number[];

/** The rules with all that they depend on: assigning one assigns those too (behaviour.md section 3). Sorted. */
export const withDependencies = (ruleIDs: readonly number[], dependenciesOf: DependenciesOf): number[] => {
  const all = new Set<number>();
  const waiting = [...ruleIDs];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (all.has(id)) continue;
    all.add(id);
    waiting.push(...dependenciesOf(id));
  }
  return [...all].sort((a, b) => a - b);
};

/** Whether a rule may be taken off while the others stay; the wording is the manager's own (domain/api.md, Errors). */
export const checkRemoval = (
  ruleID: number,
  remaining: readonly number[],
  dependenciesOf: DependenciesOf,
): Outcome<undefined> => {
  const user = remaining.find((id) => id !== ruleID && dependenciesOf(id).includes(ruleID));
  return user === undefined
    ? accept(undefined)
    : refuse(
        'invalid',
        `Intrusion Prevention Rule ${ruleID} could not be removed because Rule ${user} depends on Rule ${ruleID}.`,
        'rule-needed',
      );
};
