import { accept, missing, type Outcome, refuse } from '../../outcome.ts';

/** What the operator decides on a version (SRV-2): put it in force, keep it back, or let it go again. */
export type VersionWish = 'published' | 'held' | 'imported';

export interface VersionState {
  readonly version: number;
  readonly state: 'imported' | 'held';
}

export interface Publication {
  readonly version: number;
  /** Rises with every publication. */
  readonly sequence: number;
}

/** How far a publication has come. */
export interface UnderWay {
  /** Everybody has it, or will at once. */
  readonly everybodys: boolean;
  /** It is kept from those who do not have it yet. */
  readonly held: boolean;
}

export type VersionDecision =
  | { readonly publish: Publication }
  | { readonly state: VersionState['state'] }
  /** Of what is under way: nobody waits any more, those who wait do not get it, or they do again. */
  | { readonly rollOut: 'now' | 'held' | 'on' }
  | { readonly nothing: true };

/**
 * What a wish means. To publish an older version is how one rolls back: it gets a new sequence, so that nobody takes
 * it for a replay of the past. What is under way can be held, let go, and published to everybody now; what everybody
 * has cannot be held: something else must be in force first.
 */
export const decideVersion = (
  wish: VersionWish,
  version: VersionState | undefined,
  published: (Publication & UnderWay) | undefined,
): Outcome<VersionDecision> => {
  if (!version) return missing('rule update');
  const inForce = published?.version === version.version;
  if (wish === 'published') {
    if (inForce && !published.held)
      return accept(published.everybodys ? { nothing: true } : { rollOut: 'now' });
    if (version.state === 'held' || (inForce && published.held)) {
      return refuse('conflict', 'state: this rule update is held; set it to imported first.', 'held');
    }
    return accept({ publish: { version: version.version, sequence: (published?.sequence ?? 0) + 1 } });
  }
  if (inForce && !published.everybodys) {
    const held = wish === 'held';
    return accept(held === published.held ? { nothing: true } : { rollOut: held ? 'held' : 'on' });
  }
  if (inForce && wish === 'held') {
    return refuse('conflict', 'state: this rule update is in force; publish another one first.', 'in-force');
  }
  return accept(version.state === wish ? { nothing: true } : { state: wish });
};
