import type * as z from 'zod';
import { everywhere, type Reach } from '../../shared/domain/access/role.ts';
import {
  grantedRights,
  newRole,
  type RightsOnWire,
  rightsOnWire,
} from '../../shared/schema/api/access/role.ts';
import { changeOf } from '../../shared/schema/api/common.ts';
import type { RoleItem } from '../../shared/table/entities/access/access.ts';
import { keys } from '../../shared/table/keys.ts';

const change = changeOf(newRole);
type RoleBody = z.output<typeof newRole>;
type RoleChange = z.output<typeof change>;

export const roleOf = (tenant: string, ID: number, body: RoleBody): RoleItem => ({
  ...keys.role(tenant, ID),
  kind: 'role',
  ID,
  revision: 1,
  name: body.name,
  description: body.description,
  rights: grantedRights(body.rights),
  reach: reachOf(body, everywhere),
});

/** Rights that a change does not name stay as they are. */
export const changedRole = (before: RoleItem, body: RoleChange): RoleItem => ({
  ...before,
  revision: (before.revision ?? 0) + 1,
  ...(body.name !== undefined && { name: body.name }),
  ...(body.description !== undefined && { description: body.description }),
  ...(body.rights && { rights: grantedRights(merged(rightsOnWire(before.rights), body.rights)) }),
  reach: reachOf(body, before.reach ?? everywhere),
});

const reachOf = (body: RoleChange, before: Reach): NonNullable<RoleItem['reach']> => ({
  allComputers: body.allComputers ?? before.allComputers,
  allPolicies: body.allPolicies ?? before.allPolicies,
  allowUserInterface: body.allowUserInterface ?? before.allowUserInterface,
  allowWebService: body.allowWebService ?? before.allowWebService,
  canOnlyManipulateUsersWithEqualOrLesserRights:
    body.canOnlyManipulateUsersWithEqualOrLesserRights ??
    before.canOnlyManipulateUsersWithEqualOrLesserRights,
  ...idsOf('computerIDs', body, before),
  ...idsOf('computerGroupIDs', body, before),
  ...idsOf('policyIDs', body, before),
});

const idsOf = <M extends 'computerIDs' | 'computerGroupIDs' | 'policyIDs'>(
  member: M,
  body: RoleChange,
  before: Reach,
): { [K in M]?: number[] } => {
  const ids: readonly number[] | undefined = body[member] ?? before[member];
  return (ids ? { [member]: [...ids] } : {}) as { [K in M]?: number[] };
};

const merged = (before: RightsOnWire, given: RightsOnWire): RightsOnWire =>
  Object.fromEntries(
    Object.entries(before).map(([area, groups]) => [
      area,
      Object.fromEntries(
        Object.entries(groups ?? {}).map(([group, leaves]) => {
          const named = Object.entries(given[area]?.[group] ?? {}).filter(([, value]) => value !== undefined);
          return [group, { ...leaves, ...Object.fromEntries(named) }];
        }),
      ),
    ]),
  );
