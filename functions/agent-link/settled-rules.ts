import { readConfigurationMark } from '../../shared/table/entities/policy/configuration-mark.ts';
import { readTenantRules } from '../../shared/table/entities/rules/tenant-rules.ts';
import type { Store } from '../../shared/table/store.ts';

/** Ms for which an instance goes on with what it knows of a tenant: a beat costs no read more. */
export const RULES_KNOWN_FOR = 60_000;
const MOST_TENANTS = 500;

/** Which version of the rules a tenant's contents are compiled from; undefined while they are still being made. */
export type SettledRules = (tenant: string) => Promise<number | undefined>;

/**
 * The version of a tenant as an instance knows it, two half read units in a minute. The mark says whether everything
 * that the version asked for has been compiled: before that, a host with the newest content may have older rules.
 */
export const createSettledRules = (store: Store, now: () => number): SettledRules => {
  const known = new Map<string, { readonly at: number; readonly version: Promise<number | undefined> }>();
  return (tenant) => {
    const last = known.get(tenant);
    if (last && now() - last.at < RULES_KNOWN_FOR) return last.version;
    const asked = { at: now(), version: read(store, tenant) };
    known.delete(tenant);
    known.set(tenant, asked);
    const [oldest] = known.keys();
    if (known.size > MOST_TENANTS && oldest !== undefined) known.delete(oldest);
    asked.version.catch(() => known.delete(tenant));
    return asked.version;
  };
};

const read = async (store: Store, tenant: string): Promise<number | undefined> => {
  const rules = await readTenantRules(store, tenant);
  if (!rules) return undefined;
  const mark = await readConfigurationMark(store, tenant);
  return mark && mark.asked === mark.compiled ? rules.applied.version : undefined;
};
