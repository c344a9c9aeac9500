import { checkRemoval, type DependenciesOf, withDependencies } from '../policy/dependencies.ts';

/** What the service did to a computer's rules by itself, and what people took back of it. */
export interface Memory {
  /** Assigned by a scan, and not touched by people since. */
  readonly automatic: readonly number[];
  /** Assigned by a scan and taken off by people: their choice stays. */
  readonly declined: readonly number[];
}

export const noMemory: Memory = { automatic: [], declined: [] };

export interface ApplyInput {
  readonly recommended: readonly number[];
  /** Judged as not needed. */
  readonly unneeded: readonly number[];
  /** Rules of the computer itself, and those that come from above. */
  readonly own: readonly number[];
  readonly above: readonly number[];
  readonly memory: Memory;
  /** Why a rule is left to people, in words; undefined: it is not. */
  readonly leftToPeople: (ruleID: number) => string | undefined;
  readonly dependenciesOf: DependenciesOf;
}

export interface Applied {
  readonly own: readonly number[];
  readonly memory: Memory;
  readonly assigned: readonly number[];
  readonly unassigned: readonly number[];
  readonly skipped: readonly { readonly ruleID: number; readonly why: string }[];
}

/**
 * Assigns what is recommended and takes off what is not needed any more (behaviour.md section 5). Only what a scan
 * assigned is taken off by a scan; what people assigned or took off stays as they left it; what comes from above
 * cannot be taken off below. Applied twice, the second time changes nothing.
 */
export const applyRecommendations = (input: ApplyInput): Applied => {
  const { recommended, unneeded, leftToPeople, dependenciesOf } = input;
  const own = new Set(input.own);
  const above = new Set(input.above);
  const { automatic, declined } = remember(input.memory, own, above);
  const skipped: { ruleID: number; why: string }[] = [];

  const whyNot = (id: number): string | undefined =>
    declined.has(id) ? 'It was taken off by a person.' : leftToPeople(id);
  const isMissing = (id: number): boolean => !own.has(id) && !above.has(id);
  const wanted = recommended.filter(isMissing).filter((id) => {
    // A rule is not assigned without those that it needs, and these may be left to people too.
    const stopped = withDependencies([id], dependenciesOf)
      .filter(isMissing)
      .find((needed) => whyNot(needed));
    if (stopped === undefined) return true;
    const why = whyNot(stopped) ?? '';
    skipped.push({ ruleID: id, why: stopped === id ? why : `It needs rule ${stopped}. ${why}` });
    return false;
  });
  const assigned = withDependencies(wanted, dependenciesOf).filter(isMissing);
  for (const id of assigned) {
    own.add(id);
    automatic.add(id);
  }

  const gone = new Set(unneeded);
  const candidates = [...automatic].filter((id) => gone.has(id) && leftToPeople(id) === undefined);
  const unassigned = free(candidates, [...own, ...above], dependenciesOf);
  for (const id of unassigned) {
    own.delete(id);
    automatic.delete(id);
  }
  return {
    own: sorted(own),
    memory: { automatic: sorted(automatic), declined: sorted(declined) },
    assigned: sorted(assigned),
    unassigned: sorted(unassigned),
    skipped,
  };
};

/** What a person assigned again is not declined any more; what moved to a level above was not taken off. */
const remember = (memory: Memory, own: ReadonlySet<number>, above: ReadonlySet<number>) => ({
  automatic: new Set(memory.automatic.filter((id) => own.has(id))),
  declined: new Set([...memory.declined, ...memory.automatic].filter((id) => !own.has(id) && !above.has(id))),
});

/** Those that nothing which stays depends on. */
const free = (
  candidates: readonly number[],
  assigned: readonly number[],
  dependenciesOf: DependenciesOf,
): readonly number[] => {
  const removed = candidates.filter((id) => {
    const others = assigned.filter((other) => !candidates.includes(other));
    return checkRemoval(id, others, dependenciesOf).ok;
  });
  // A candidate that must stay keeps its own dependencies.
  return removed.length === candidates.length ? removed : free(removed, assigned, dependenciesOf);
};

const sorted = (ids: Iterable<number>): readonly number[] => [...new Set(ids)].sort((a, b) => a - b);
