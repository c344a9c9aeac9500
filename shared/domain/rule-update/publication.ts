import { accept, missing, type Outcome, refuse } from '../outcome.ts';

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

export type VersionDecision =
  | { readonly publish: Publication }
  | { readonly state: VersionState['state'] }
  | { readonly nothing: true };

/**
 * What a wish means. To publish an older version is how one rolls back: it gets a new sequence, so that nobody takes
 * it for a replay of the past. What is in force cannot be held: something else must be in force first.
 */
export const decideVersion = (
  wish: VersionWish,
  version: VersionState | undefined,
  published: Publication | undefined,
): Outcome<VersionDecision> => {
  if (!version) return missing('rule update');
  const inForce = published?.version === version.version;
  if (wish === 'published') {
    if (inForce) return accept({ nothing: true });
    if (version.state === 'held') {
      return refuse('conflict', 'state: this rule update is held; set it to imported first.', 'held');
    }
    return accept({ publish: { version: version.version, sequence: (published?.sequence ?? 0) + 1 } });
  }
  if (inForce && wish === 'held') {
    return refuse('conflict', 'state: this rule update is in force; publish another one first.', 'in-force');
  }
  return accept(version.state === wish ? { nothing: true } : { state: wish });
};
