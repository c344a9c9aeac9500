import { type Catalogue, catalogue } from './menus.ts';

/** What the operator sells from a moment on, and at what price (ORD-2, ORD-7). */
export interface CatalogueVersion {
  /** 0 is the one that comes with the service; the operator's begin at 1. */
  readonly version: number;
  /** Epoch ms from which it holds. */
  readonly from: number;
  /** ISO 4217, e.g. `JPY`. */
  readonly currency: string;
  readonly menus: Catalogue;
}

/** What holds until the operator has written a version: nothing costs anything yet. */
export const builtInCatalogue: CatalogueVersion = {
  version: 0,
  from: 0,
  currency: 'JPY',
  menus: catalogue,
};

/** In the order in which they come into force; of two from the same moment the one written later holds. */
export const inForceOrder = (a: CatalogueVersion, b: CatalogueVersion): number =>
  a.from - b.from || a.version - b.version;

/** The version in force at a time (epoch ms); before the first of them the one that comes with the service. */
export const catalogueAt = (versions: readonly CatalogueVersion[], time: number): CatalogueVersion =>
  versions
    .filter((version) => version.from <= time)
    .reduce((held, version) => (inForceOrder(held, version) <= 0 ? version : held), builtInCatalogue);
