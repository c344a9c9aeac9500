import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { description, ID, name, reference } from '../common.ts';

/** Groups are folders that people make; directories of clouds and hypervisors are out of scope. */
export const computerGroups = defineCollection({
  path: '/api/computergroups',
  envelope: 'computerGroups',
  param: 'computerGroupID',
  thing: 'computer group',
  function: 'computers',
  body: z.object({ name, description: description.default(''), parentGroupID: reference.optional() }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    /** Absent at the top. */
    parentGroupID: ID.optional(),
    type: z.literal('folder'),
  }),
  /** What only groups of clouds and directories have is searched in vain, not refused. */
  fields: {
    name: 'string',
    description: 'string',
    parentGroupID: 'numeric',
    directoryID: 'numeric',
    externalID: 'string',
    virtualID: 'numeric',
    virtualType: 'numeric',
    virtualName: 'string',
    cloudType: 'choice',
    cloudResourceType: 'numeric',
    cloudID: 'numeric',
    amazonAccountID: 'numeric',
    amazonRegionID: 'numeric',
    amazonVPCID: 'numeric',
    amazonSubnetID: 'numeric',
    amazonWorkspacesID: 'numeric',
    amazonDirectoryID: 'numeric',
  },
  references: ['parentGroupID'],
  rights: {
    view: 'platformRights.computerRights.canViewOtherComputers',
    create: 'platformRights.computerRights.canAddAndRemoveComputerGroups',
    edit: 'platformRights.computerRights.canAddAndRemoveComputerGroups',
    remove: 'platformRights.computerRights.canAddAndRemoveComputerGroups',
    // A role's groups do not imply their subgroups: it would not see what it made.
    whole: { of: 'computers', by: ['create'] },
  },
});
