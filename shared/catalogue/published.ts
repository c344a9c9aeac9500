import { type Catalogue, starterCatalogue } from '../domain/ips/catalogue/index.ts';
import { withNewInDetect } from '../domain/rule-update/delivery/new-rules.ts';
import { releaseFor } from '../domain/rule-update/delivery/release.ts';
import { NEW_IN_DETECT } from '../domain/setting/new-in-detect.ts';
import { readPublished, releasesOf } from '../table/entities/rules/rule-catalogue.ts';
import { firstVersion, readTenantRules } from '../table/entities/rules/tenant-rules.ts';
import { tenantSettingsItem } from '../table/entities/tenant/tenant-settings.ts';
import { keys } from '../table/keys.ts';
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

/** Of these, for tenants that began with different ones: what is not new to them is shared. */
const MOST_VIEWS = 4;

/**
 * The version of the catalogue that a tenant is on: the one it took up or, before it took any, the one that it will
 * begin with. Undefined: none is open to it yet, and our own rules are all there is.
 */
const catalogueVersionFor = async (
  { store, now }: Pick<CatalogueDeps, 'store' | 'now'>,
  tenant: string,
): Promise<Followed | undefined> => {
  const own = await readTenantRules(store, tenant);
  if (!own) {
    const signed = releaseFor(tenant, now(), releasesOf(await readPublished(store)));
    return signed && { signed };
  }
  const set = (await store.get(keys.systemSettings(tenant), tenantSettingsItem))?.settings[NEW_IN_DETECT];
  return { signed: own.applied, ...(set !== 'false' && { first: firstVersion(own) }) };
};

interface Followed {
  readonly signed: SignedVersion;
  /** Rules of later versions start in detect. */
  readonly first?: number;
}

/** The catalogue of a tenant, loaded once for each version in the life of an instance. */
export const publishedCatalogue = ({
  store,
  now,
  askEvery = ASK_EVERY,
  ...shelf
}: CatalogueDeps): ((tenant: string) => Promise<Catalogue>) => {
  const loaded = new Map<string, Promise<Catalogue>>();
  const views = new Map<string, Catalogue>();
  const asked = new Map<string, { readonly at: number; readonly version: Promise<Followed | undefined> }>();

  const versionOf = (tenant: string): Promise<Followed | undefined> => {
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
    const { signed, first } = version;
    const { jws } = signed;
    const catalogue = loaded.get(jws) ?? loadCatalogue(shelf, signed);
    remember(loaded, jws, catalogue, MOST_LOADED);
    catalogue.catch(() => loaded.delete(jws));
    if (first === undefined) return catalogue;
    const name = `${first} ${jws}`;
    const view = views.get(name) ?? withNewInDetect(await catalogue, first);
    remember(views, name, view, MOST_VIEWS);
    return view;
  };
};

/** The one used longest ago goes first. */
const remember = <T>(memory: Map<string, T>, key: string, value: T, most: number): void => {
  memory.delete(key);
  memory.set(key, value);
  const [oldest] = memory.keys();
  if (memory.size > most && oldest !== undefined) memory.delete(oldest);
};
