import { type Catalogue, starterCatalogue } from '../domain/ips/catalogue/index.ts';
import type { Blobs } from '../ports/blob.ts';
import { readPublished } from '../table/entities/rule-catalogue.ts';
import type { Store } from '../table/store.ts';
import { loadCatalogue } from './load.ts';
import type { SignedVersion } from './write-version.ts';

export interface CatalogueDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly now: () => number;
}

/** How long an instance goes on with a version before it asks again which one is published, ms. */
const ASK_EVERY = 15_000;

/**
 * The version of the catalogue that a tenant is on. Today that is the newest published one for all; undefined: none
 * was published yet, and our own rules are all there is.
 */
const catalogueVersionFor = async (store: Store, _tenant: string): Promise<SignedVersion | undefined> =>
  readPublished(store);

/** The catalogue of a tenant, loaded once for each version in the life of an instance. */
export const publishedCatalogue = ({
  store,
  blobs,
  now,
}: CatalogueDeps): ((tenant: string) => Promise<Catalogue>) => {
  let loaded: { readonly jws: string; readonly catalogue: Promise<Catalogue> } | undefined;
  let asked: { readonly at: number; readonly version: Promise<SignedVersion | undefined> } | undefined;

  const versionOf = (tenant: string): Promise<SignedVersion | undefined> => {
    if (asked && now() - asked.at < ASK_EVERY) return asked.version;
    const version = catalogueVersionFor(store, tenant);
    asked = { at: now(), version };
    version.catch(() => {
      asked = undefined;
    });
    return version;
  };

  return async (tenant) => {
    const version = await versionOf(tenant);
    if (!version) return starterCatalogue;
    if (loaded?.jws !== version.jws) {
      const catalogue = loadCatalogue(blobs, version);
      const mine = { jws: version.jws, catalogue };
      loaded = mine;
      catalogue.catch(() => {
        if (loaded === mine) loaded = undefined;
      });
    }
    return loaded.catalogue;
  };
};
