/** Reasons in words with how often each was given; what stands in quotes or numbers is not a reason of its own. */
export interface Tally {
  add(reason: string): void;
  /** Most frequent first. */
  groups(): readonly Reason[];
  total(): number;
}

export interface Reason {
  readonly reason: string;
  readonly count: number;
}

/** More kinds of reasons than this are counted together, since texts of others choose them. */
const MOST_REASONS = 100;
const OTHERS = 'other reasons';

export const tally = (): Tally => {
  const counts = new Map<string, number>();
  return {
    add(reason) {
      const group = reason.replace(/\d+/g, 'N').slice(0, 100);
      const name = counts.has(group) || counts.size < MOST_REASONS ? group : OTHERS;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    groups: () =>
      [...counts]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
};
