import * as z from 'zod';
import { defineCollection } from './collection.ts';
import { description, ID, name, reference } from './common.ts';

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
  fields: { name: 'string', description: 'string', parentGroupID: 'numeric' },
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
