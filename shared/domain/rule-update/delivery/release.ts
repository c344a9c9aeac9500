/** Who gets a new version when; fixed for a release when it is published, so that nobody's version goes back by it. */
export interface Rings {
  /** GUIDs of the operator's own tenants: they get it at once. */
  readonly firstTenants: readonly string[];
  /** Share of the other tenants, 0 to 1, that gets it one delay after. */
  readonly secondShare: number;
  /** Hours from one ring to the next. */
  readonly delayHours: number;
}

/** A publication of a version. Times in epoch ms. */
export interface Release {
  readonly version: number;
  /** Rises with each publication: a roll-back is one, too. */
  readonly sequence: number;
  readonly at: number;
  readonly rings: Rings;
  /** From here on it is everybody's: published now, or a roll-back. */
  readonly everybody?: number | undefined;
  /** Held: who has not got it by then does not get it. */
  readonly held?: number | undefined;
}

const HOUR = 3_600_000;
const GUID_PLACES = 0x1_0000_0000;

/** Where a tenant stands among all, 0 to 1; any spread does, and a GUID is random. */
const placeOf = (tenant: string): number => Number.parseInt(tenant.slice(0, 8), 16) / GUID_PLACES;

/** When a release opens to a tenant. A ring that is empty delays nobody: there is nobody to find out. */
const opensTo = (tenant: string, { at, rings, everybody = Number.POSITIVE_INFINITY }: Release): number => {
  const { firstTenants, secondShare, delayHours } = rings;
  if (firstTenants.includes(tenant)) return at;
  const second = at + (firstTenants.length > 0 ? delayHours * HOUR : 0);
  const last = second + (secondShare > 0 ? delayHours * HOUR : 0);
  return Math.min(everybody, placeOf(tenant) < secondShare ? second : last);
};

const isOpen = (opens: number, { held }: Release, now: number): boolean =>
  opens <= now && (held === undefined || opens <= held);

/** The release that is a tenant's at `now`: the newest that is open to it. `tenant`: GUID in lower case. */
export const releaseFor = <R extends Release>(
  tenant: string,
  now: number,
  releases: readonly R[],
): R | undefined =>
  releases
    .filter((release) => isOpen(opensTo(tenant, release), release, now))
    .reduce<R | undefined>((best, one) => (best && best.sequence > one.sequence ? best : one), undefined);

/** Whether every tenant there is or may ever be has it. */
export const isEverybodys = (release: Release, now: number): boolean => {
  const { at, rings, everybody = Number.POSITIVE_INFINITY } = release;
  const rounds = (rings.firstTenants.length > 0 ? 1 : 0) + (rings.secondShare > 0 ? 1 : 0);
  return isOpen(Math.min(everybody, at + rounds * rings.delayHours * HOUR), release, now);
};

/** Without those that are nobody's any more: older than one that is everybody's. */
export const withoutPassed = <R extends Release>(releases: readonly R[], now: number): R[] => {
  const floor = Math.max(
    0,
    ...releases.filter((one) => isEverybodys(one, now)).map(({ sequence }) => sequence),
  );
  return releases.filter(({ sequence }) => sequence >= floor);
};
