import type { Outcome } from '../domain/outcome.ts';
import type { Level } from '../domain/policy/level.ts';
import type { Hand } from '../http/caller.ts';
import type { Scanned } from './recommendations.ts';

/** A policy or a computer, as the nested endpoints see it: what it sets itself, and what it inherits. */
export interface OwnedLevel {
  readonly own: Level;
  /** Nearest first. */
  readonly above: readonly Level[];
}

/** Reads and changes the levels of one kind of owner; `save` decides anew when others were faster. */
export interface LevelOwner {
  readonly read: (tenant: string, ID: number) => Promise<Outcome<OwnedLevel>>;
  readonly save: (
    hand: Hand,
    ID: number,
    change: (level: OwnedLevel) => Outcome<Level>,
  ) => Promise<Outcome<OwnedLevel>>;
  /** What recommendation scans say of it. */
  readonly scans: (tenant: string, ID: number) => Promise<Scanned>;
}

/** Own first. */
export const chainOfLevel = ({ own, above }: OwnedLevel): readonly Level[] => [own, ...above];

/** How messages name a level above: a policy by its name. */
export const levelName = (level: Level): string =>
  'name' in level && typeof level.name === 'string' ? `policy "${level.name}"` : 'the default policy';
