import { type Catalogue, starterCatalogue } from '../domain/ips/catalogue/index.ts';
import { releaseFor } from '../domain/rule-update/release.ts';
import { readPublished, releasesOf } from '../table/entities/rules/rule-catalogue.ts';
import { readTenantRules } from '../table/entities/rules/tenant-rules.ts';
import type { Store } from '../table/store.ts';
import { loadCatalogue, type Shelf } from './load.ts';
import type { SignedVersion } from './write-version.ts';

export interface CatalogueDeps extends Shelf {
  readonly store: Store;
  readonly now: () => number;
  /** Ms for which a tenant's version is taken to be what it was; default 15 seconds. */
  readonly askEvery?: number;
}

/** How long an instance goes on with a version before it asks again which one is published, ms. */
const ASK_EVERY = 15_000;

/** Tenants whose version an instance remembers, and versions that it holds loaded: most tenants are on the same. */
const MOST_TENANTS = 500;
const MOST_LOADED = 2;

/**
 * The version of the catalogue that a tenant is on: the one it took up or, before it took any, the one that it will
 * begin with. Undefined: none is open to it yet, and our own rules are all there is.
 */
const catalogueVersionFor = async (
  { store, now }: Pick<CatalogueDeps, 'store' | 'now'>,
  tenant: string,
): Promise<SignedVersion | undefined> =>
  (await readTenantRules(store, tenant))?.applied ??
  releaseFor(tenant, now(), releasesOf(await readPublished(store)));

/** The catalogue of a tenant, loaded once for each version in the life of an instance. */
export const publishedCatalogue = ({
  store,
  now,
  askEvery = ASK_EVERY,
  ...shelf
}: CatalogueDeps): ((tenant: string) => Promise<Catalogue>) => {
  const loaded = new Map<string, Promise<Catalogue>>();
  const asked = new Map<
    string,
    { readonly at: number; readonly version: Promise<SignedVersion | undefined> }
  >();

  const versionOf = (tenant: string): Promise<SignedVersion | undefined> => {
    const known = asked.get(tenant);
    if (known && now() - known.at < askEvery) return known.version;
    const version = catalogueVersionFor({ store, now }, tenant);
    remember(asked, tenant, { at: now(), version }, MOST_TENANTS);
    version.catch(() => asked.delete(tenant));
    return version;
  };

  return async (tenant) => {
    const version = await versionOf(tenant);
    if (!version) return starterCatalogue;
    const { jws } = version;
    const catalogue = loaded.get(jws) ?? loadCatalogue(shelf, version);
    remember(loaded, jws, catalogue, MOST_LOADED);
    catalogue.catch(() => loaded.delete(jws));
    return catalogue;
  };
};

/** The one used longest ago goes first. */
const remember = <T>(memory: Map<string, T>, key: string, value: T, most: number): void => {
  memory.delete(key);
  memory.set(key, value);
  const [oldest] = memory.keys();
  if (memory.size > most && oldest !== undefined) memory.delete(oldest);
};
