import * as z from 'zod';
import { type Right, rightsTree } from '../../../domain/access/rights.ts';
import { bool, description, givenID, ID, name, reference } from '../common.ts';

/** The rights tree with `leaf` at every right; groups and areas as `wrap` has them. */
const tree = <L extends z.ZodType>(leaf: L, wrap: (members: z.ZodRawShape) => z.ZodType): z.ZodType =>
  wrap(
    Object.fromEntries(
      Object.entries(rightsTree).map(([area, groups]) => [
        area,
        wrap(
          Object.fromEntries(
            Object.entries(groups).map(([group, leaves]) => [
              group,
              wrap(Object.fromEntries((leaves as readonly string[]).map((right) => [right, leaf]))),
            ]),
          ),
        ),
      ]),
    ),
  );

/** Rights on the wire: `rights.platformRights.policyRights.canDeletePolicies: true`. */
export type RightsOnWire = Readonly<
  Record<
    string,
    Readonly<Record<string, Readonly<Record<string, boolean | undefined>> | undefined>> | undefined
  >
>;

/** What is not named is not granted; rights of modules that this service does not offer are ignored. */
const writtenRights = tree(bool.optional(), (members) => z.object(members).optional()) as z.ZodType<
  RightsOnWire | undefined
>;
const readRights = tree(z.boolean(), (members) => z.object(members)) as z.ZodType<RightsOnWire>;

const ids = z.array(givenID).max(5000);
/** 0: computers without a group. */
const groupIDs = z.array(reference).max(5000);

/**
 * A role as written. Unlike other booleans, these four begin as true: a role made by name and rights alone must be of
 * use to an API key.
 */
export const newRole = z.object({
  name,
  description: description.default(''),
  canOnlyManipulateUsersWithEqualOrLesserRights: bool.default(true),
  allComputers: bool.default(true),
  allPolicies: bool.default(true),
  allowUserInterface: bool.default(true),
  allowWebService: bool.default(true),
  rights: writtenRights,
  computerIDs: ids.optional(),
  computerGroupIDs: groupIDs.optional(),
  policyIDs: ids.optional(),
});

export const role = z.object({
  ID,
  name: z.string(),
  description: z.string(),
  urn: z.string(),
  immutable: z.boolean(),
  canOnlyManipulateUsersWithEqualOrLesserRights: z.boolean(),
  allComputers: z.boolean(),
  allPolicies: z.boolean(),
  allowUserInterface: z.boolean(),
  allowWebService: z.boolean(),
  rights: readRights,
  computerIDs: z.array(ID).optional(),
  computerGroupIDs: groupIDs.optional(),
  policyIDs: z.array(ID).optional(),
});
export const roles = z.object({ roles: z.array(role) });

export const roleFields = {
  name: 'string',
  description: 'string',
  canOnlyManipulateUsersWithEqualOrLesserRights: 'boolean',
  allComputers: 'boolean',
  allPolicies: 'boolean',
  allowUserInterface: 'boolean',
  allowWebService: 'boolean',
} as const;

/** The rights that a tree grants, as dotted paths. */
export const grantedRights = (rights: RightsOnWire | undefined): Right[] =>
  Object.entries(rightsTree).flatMap(([area, groups]) =>
    Object.entries(groups).flatMap(([group, leaves]) =>
      (leaves as readonly string[])
        .filter((leaf) => rights?.[area]?.[group]?.[leaf] === true)
        .map((leaf) => `${area}.${group}.${leaf}` as Right),
    ),
  );

/** The whole tree, with true at what is granted. */
export const rightsOnWire = (granted: readonly Right[]): RightsOnWire => {
  const has = new Set<string>(granted);
  return Object.fromEntries(
    Object.entries(rightsTree).map(([area, groups]) => [
      area,
      Object.fromEntries(
        Object.entries(groups).map(([group, leaves]) => [
          group,
          Object.fromEntries(
            (leaves as readonly string[]).map((leaf) => [leaf, has.has(`${area}.${group}.${leaf}`)]),
          ),
        ]),
      ),
    ]),
  );
};
