import { accept, type Outcome, refuse } from '../../outcome.ts';

/** What a source may lose from one import to the next, unless the operator sets another share. */
export interface MostLost {
  /** Of the rules in files that are still there. */
  readonly rules: number;
  /** Of its files: publishers do end a whole category, one at a time. */
  readonly files: number;
}

export const DEFAULT_MOST_LOST: MostLost = { rules: 0.2, files: 0.2 };

/** Rules that a source holds, by name of the file that they stand in. */
export type RulesByFile = Readonly<Record<string, number>>;

/**
 * Whether what a source gave may become a version. One that is empty is broken; one that lost more than it may is broken
 * more likely than honest: the operator takes it as it is once (`most` undefined), or sets another share.
 */
export const checkSound = (
  source: string,
  now: RulesByFile,
  before: RulesByFile,
  most: MostLost | undefined,
): Outcome<undefined> => {
  if (sum(Object.values(now)) === 0) return refuse('invalid', `${source}: there is no rule in it.`, 'empty');
  if (!most) return accept(undefined);
  const names = Object.keys(before);
  const kept = names.filter((name) => Object.hasOwn(now, name));
  const rulesIn = (files: RulesByFile): number => sum(kept.map((name) => files[name] ?? 0));
  const shrunk =
    shrinkage(source, 'files', kept.length, names.length, most.files) ??
    shrinkage(source, 'rules', rulesIn(now), rulesIn(before), most.rules);
  return shrunk ?? accept(undefined);
};

const SETTING = { files: 'mostFilesLost', rules: 'mostShrink' } as const;

const shrinkage = (source: string, of: 'rules' | 'files', now: number, before: number, share: number) => {
  if (now >= before * (1 - share)) return undefined;
  const lost = Math.round((1 - now / before) * 100);
  const message = `${source}: ${now} of ${before} ${of} are left, ${lost} % are gone; ${Math.round(share * 100)} % may go at once (${SETTING[of]}). If that is right, import with acceptShrink: ["${source}"].`;
  return refuse('invalid', message, 'shrunk', { before, now });
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
