/** A version that a tenant took up. Times in epoch ms. */
export interface Taken {
  readonly version: number;
  /** Of the release that brought it. */
  readonly sequence: number;
  readonly at: number;
}

/** What a tenant runs, and what it was told of. */
export interface TenantVersion {
  readonly applied: Taken;
  /** Sequence of the newest release that it was told of, applied or not. */
  readonly seen: number;
  /** A version that waits for somebody to apply it. */
  readonly available?: number | undefined;
}

export interface Offered {
  readonly version: number;
  readonly sequence: number;
}

export type Following = 'nothing' | 'apply' | 'tell' | 'settled';

/**
 * What follows for a tenant from the release that is open to it. Whoever has none begins with it; an older version than
 * what runs is the operator's roll-back, and goes to everybody; a newer one is applied, or told of where people apply
 * (IPS-7). What a tenant was told of once is not brought again, so that its own roll-back lasts until the next.
 */
export const followRelease = (
  tenant: TenantVersion | undefined,
  offered: Offered | undefined,
  automatic: boolean,
): Following => {
  if (!offered) return 'nothing';
  if (!tenant) return 'apply';
  if (offered.sequence <= tenant.seen) return 'nothing';
  if (offered.version === tenant.applied.version) return 'settled';
  return automatic || offered.version < tenant.applied.version ? 'apply' : 'tell';
};
