import { applicationTypes } from './application-types/index.ts';
import type { ApplicationType, CatalogueRule } from './rule.ts';
import { starterRules } from './starter.ts';

/** Looks up the global rules and application types by id. */
export interface Catalogue {
  /** Of a published catalogue; our own rules alone have none. */
  readonly version?: number;
  readonly rules: readonly CatalogueRule[];
  readonly applicationTypes: readonly ApplicationType[];
  rule(id: number): CatalogueRule | undefined;
  applicationType(id: number): ApplicationType | undefined;
  /**
   * Texts of rules whose `signatures` are left empty because they are many; without this member every rule carries
   * its own.
   */
  signatures?(ruleIDs: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>>;
}

/** One catalogue for all, or the way to that of a tenant. */
export type GlobalCatalogue = Catalogue | ((tenant: string) => Promise<Catalogue>);

export const catalogueFor = async (global: GlobalCatalogue, tenant: string): Promise<Catalogue> =>
  typeof global === 'function' ? global(tenant) : global;

export const catalogueOf = (
  rules: readonly CatalogueRule[],
  types: readonly ApplicationType[],
): Catalogue => {
  const ruleByID = new Map(rules.map((rule) => [rule.ID, rule]));
  const typeByID = new Map(types.map((type) => [type.ID, type]));
  return {
    rules,
    applicationTypes: types,
    rule: (id) => ruleByID.get(id),
    applicationType: (id) => typeByID.get(id),
  };
};

export const starterCatalogue: Catalogue = catalogueOf(starterRules, applicationTypes);
