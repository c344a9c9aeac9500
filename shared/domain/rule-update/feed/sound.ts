import { accept, type Outcome, refuse } from '../../outcome.ts';

/** Share of its rules that a source may lose from one import to the next, unless the operator sets another. */
export const DEFAULT_SHRINK_SHARE = 0.2;

/** Rules that a source holds, by name of the file that they stand in. */
export type RulesByFile = Readonly<Record<string, number>>;

/**
 * Whether what a source gave may become a version. One that is empty or has shrunk by more than `share` is broken more
 * likely than honest: the operator decides, by raising the share. Shrinking is of the rules in files that are still
 * there, or of the files themselves: publishers do end whole categories, one at a time.
 */
export const checkSound = (
  source: string,
  now: RulesByFile,
  before: RulesByFile,
  share: number = DEFAULT_SHRINK_SHARE,
): Outcome<undefined> => {
  if (sum(Object.values(now)) === 0) return refuse('invalid', `${source}: there is no rule in it.`, 'empty');
  const names = Object.keys(before);
  const kept = names.filter((name) => Object.hasOwn(now, name));
  const shrunk =
    shrinkage(source, 'files', kept.length, names.length, share) ??
    shrinkage(
      source,
      'rules',
      sum(kept.map((name) => now[name] ?? 0)),
      sum(kept.map((name) => before[name] ?? 0)),
      share,
    );
  return shrunk ?? accept(undefined);
};

const shrinkage = (source: string, of: 'rules' | 'files', now: number, before: number, share: number) => {
  if (now >= before * (1 - share)) return undefined;
  const percent = Math.round(share * 100);
  const message = `${source}: ${now} ${of} are left of ${before}; it may lose ${percent} % at once.`;
  return refuse('invalid', message, 'shrunk', { before, now });
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
