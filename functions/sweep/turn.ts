/** Sweeps between two looks at what is only looked at now and then: an hour. */
const TURNS = 12;
const SWEEP_MS = 5 * 60_000;

/** Tenants take turns, so that such a look costs little each time. Any spread does; a tenant's GUID is random. */
export const isTurnOf = (tenant: string, now: number): boolean =>
  Number.parseInt(tenant.slice(0, 6), 16) % TURNS === Math.floor(now / SWEEP_MS) % TURNS;
