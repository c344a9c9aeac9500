import { allRights, type Right } from './rights.ts';

/** Where a role reaches, beside its rights. */
export interface Reach {
  readonly allComputers: boolean;
  readonly allPolicies: boolean;
  readonly allowUserInterface: boolean;
  /** Whether API keys may have this role's rights. */
  readonly allowWebService: boolean;
  readonly canOnlyManipulateUsersWithEqualOrLesserRights: boolean;
  readonly computerIDs?: readonly number[] | undefined;
  /** 0: computers without a group. */
  readonly computerGroupIDs?: readonly number[] | undefined;
  readonly policyIDs?: readonly number[] | undefined;
}

export interface Role extends Reach {
  readonly ID: number;
  readonly name: string;
  readonly description?: string;
  /** Built in: can be neither changed nor deleted. */
  readonly immutable: boolean;
  readonly rights: readonly Right[];
}

export const everywhere: Reach = {
  allComputers: true,
  allPolicies: true,
  allowUserInterface: true,
  allowWebService: true,
  canOnlyManipulateUsersWithEqualOrLesserRights: true,
};

/** Published clients expect the built-in role with every right under id 1 (domain/api.md). */
export const FULL_ACCESS_ID = 1;

export const fullAccess: Role = {
  ...everywhere,
  ID: FULL_ACCESS_ID,
  name: 'Full Access',
  immutable: true,
  rights: allRights,
};

/** May see everything and change nothing. */
export const AUDITOR_ID = 2;

export const auditor: Role = {
  ...everywhere,
  ID: AUDITOR_ID,
  name: 'Auditor',
  immutable: true,
  rights: allRights.filter((right) => /\.canView/.test(right)),
};

export const systemRoles: readonly Role[] = [fullAccess, auditor];

/** Ids of a tenant's own roles come after the system roles. */
export const FIRST_TENANT_ROLE_ID = 11;

export const holds = (role: Role, right: Right): boolean => role.rights.includes(right);
