import { FULL_ACCESS_ID } from './role.ts';

export interface KeyFacts {
  readonly ID: number;
  readonly roleID: number;
  readonly active: boolean;
  readonly expiryDate?: number | undefined;
}

/**
 * A keeper is a key that opens everything for good. A tenant that has one always keeps one: nobody but its own keys
 * could make the next, so the last keeper can be neither deleted nor weakened.
 */
const isKeeper = (key: KeyFacts): boolean =>
  key.roleID === FULL_ACCESS_ID && key.active && key.expiryDate === undefined;

export type Succession =
  | { readonly need: 'nobody' }
  /** This other key must still be a keeper when the change is written. */
  | { readonly need: 'survivor'; readonly ID: number }
  | { readonly need: 'impossible' };

/** What must hold for `before` to become `after` (undefined: deleted), given all keys of the tenant. */
export const succession = (
  before: KeyFacts,
  after: KeyFacts | undefined,
  all: readonly KeyFacts[],
): Succession => {
  if (!isKeeper(before) || (after && isKeeper(after))) return { need: 'nobody' };
  const survivor = all.find((key) => key.ID !== before.ID && isKeeper(key));
  return survivor ? { need: 'survivor', ID: survivor.ID } : { need: 'impossible' };
};
