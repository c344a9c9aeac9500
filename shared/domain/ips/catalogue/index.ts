import { applicationTypes } from './application-types/index.ts';
import type { ApplicationType, CatalogueRule } from './rule.ts';
import { starterRules } from './starter.ts';

/** Looks up the global rules and application types by id. Later versions load from a published catalogue. */
export interface Catalogue {
  readonly rules: readonly CatalogueRule[];
  readonly applicationTypes: readonly ApplicationType[];
  rule(id: number): CatalogueRule | undefined;
  applicationType(id: number): ApplicationType | undefined;
}

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
